/* ingredient_words.h: the folded words that ingredient.c knows, in the languages of ingredient.h. */
#ifndef RECIPES_INGREDIENT_WORDS_H
#define RECIPES_INGREDIENT_WORDS_H

/* Before a number: "about 2 cups". */
#define WORDS_ABOUT \
    "about|approx|approximately|around|roughly|ca|circa|zirka|etwa|ungefahr|knapp|gut|environ|omkring|cirka|ongeveer|" \
    "unos|unas|aproximadamente|scant|heaping|heaped|generous|rounded|level|up to|at least|minimum|mindestens|ev|evtl|" \
    "optional|plus|good"

/* Instead of a number. */
#define WORDS_SOME \
    "some|a little|a little bit of|a bit of|a few|several|etwas|ein wenig|ein bisschen|ein paar|einige|wenig|lite|" \
    "lite mer|nagra|en aning|un peu|un peu de|un peu d|quelques|un poco de|un poco|een beetje|wat|enkele|un po di|alcuni|" \
    "algunos|qb|q b|n b"

/* Between amount and unit: "1 heaped tsp"; they become the note. */
#define WORDS_SIZE \
    "small|large|medium|big|heaping|heaped|level|rounded|scant|generous|good|full|fat|thick|thin|whole|packed|kleine|" \
    "kleines|kleiner|kleinen|grosse|grosses|grosser|grossen|mittelgrosse|gehaufter|gehaufte|gehauften|gestrichener|" \
    "gestrichene|gestr|geh|gut|voller|volle|liten|litet|sma|stor|stora|stort|ragad|ragat|ragade|struken|struket|petit|" \
    "petite|petits|petites|grand|grande|grands|grandes|bonne|bon|gros|grosses|flinke|grote|afgestreken|pequeno|pequena|" \
    "piccolo|piccola|dunne|dicke"

/* Behind the unit; they become the note. */
#define WORDS_EACH "each|jeweils|je|vardera"
#define WORDS_LEVEL WORDS_EACH "|raso|rasa|rasi|rase|colmo|colma|rases|heaped|heaping"

/* Behind the unit, before the food. */
#define WORDS_OF "of|of the|of a|of an|de|de la|de l|d|du|des|van|di|del|della|dello|dell|av|von|vom"

/* Before a second amount. */
#define WORDS_PLUS "plus|and|und|och|et|und noch|en|y|e|minus|less|or|oder|eller|ou|of|o"

/* Start of what is taken from a food: "juice of 1 lemon". */
#define WORDS_TAKEN \
    "juice|zest|juice and zest|zest and juice|zest juice|grated zest|the juice|the zest|saft|schale|abrieb|" \
    "saft und schale|schale und saft|saften|skal|skalet|rivet skal|rasp|sap|jus|le jus|zeste|zestes|le zeste|zumo|jugo|" \
    "ralladura|el zumo|succo|scorza|mark|das mark|finely grated zest|freshly squeezed juice|fresh juice|den saft"
#define WORDS_TAKEN_FROM "of|from|von|av|fran|van|de|d|du|di|aus|vom|den|das|und|and|och"

/* Adjectives before a comma: "4 boneless, skinless chicken breasts" goes on behind it. */
#define WORDS_ADJECTIVE \
    "boneless|skinless|bone|in|skin|on|fresh|freshly|large|small|medium|ripe|firm|dried|thick|thin|cold|warm|unsalted|" \
    "salted|lean|extra|low|fat|free|organic|hot|dry|whole|plain|raw|good|quality|cooked|long|short|heavy|light|dark|" \
    "sweet|soft|mild|crisp|frische|frischer|frisches|reife|reifer|kleine|grosse|mellanstora|farska|farsk|stora|sma"

/* A note that follows the food without a comma, from here to the end. */
#define WORDS_NOTE_START \
    "to taste|to serve|to garnish|to finish|to decorate|to dust|to coat|to fry|to grease|for serving|for garnish|" \
    "for garnishing|for frying|for deep frying|for dusting|for greasing|for rolling|for brushing|for sprinkling|" \
    "for drizzling|for coating|for cooking|for decoration|for decorating|for topping|for the pan|for the tin|for the top|" \
    "for the table|as needed|as required|if needed|if desired|if necessary|if using|plus more|plus extra|or more|" \
    "or to taste|or as needed|divided|room temperature|room temp|at room temperature|optional|nach geschmack|" \
    "nach belieben|nach bedarf|nach wunsch|zum servieren|zum garnieren|zum braten|zum bestreuen|zum bestauben|" \
    "zum einfetten|zum ausrollen|zum bestreichen|zum anbraten|zum frittieren|zum backen|zum verzieren|zum dekorieren|" \
    "zum wurzen|zum abschmecken|zum betraufeln|fur die form|fur das blech|fur die pfanne|fur die arbeitsflache|" \
    "fur den teig|bei bedarf|zimmerwarm|zimmerwarme|efter smak|efter behag|till servering|till stekning|till garnering|" \
    "till formen|till pensling|till fritering|att steka i|att servera|till dekoration|vid servering|om du vill|au gout|" \
    "selon gout|selon le gout|selon votre gout|a volonte|pour servir|pour la cuisson|pour le moule|pour la deco|" \
    "a temperature ambiante|facultatif|facultative|naar smaak|om te bakken|om te serveren|voor het bakken|" \
    "voor de garnering|ter garnering|naar wens|optioneel|al gusto|para servir|para decorar|para freir|q b|qb|" \
    "quanto basta|a piacere|per servire|per decorare|per friggere|til stegning|til servering|til pynt|etter smak|" \
    "efter onske"

/* Without an amount, "salt, pepper" are two foods, and "parsley, chopped" is one: what makes a tail a note. */
#define WORDS_PREPARED \
    "to|for|if|optional|plus|as|at|cut|about|torn|split|or|freshly|finely|roughly|thinly|coarsely|nach|zum|zur|fur|fein|" \
    "grob|frisch|in|gehackt|gehackte|gerieben|geschnitten|gewurfelt|geschalt|weich|till|efter|att|finhackad|hackad|" \
    "grovhackad|strimlad|skivad|tarnad|riven|pour|hache|hachee|emince|rape|au|selon|fijngehakt|gehakt|gesneden|voor|om|" \
    "picado|picada|cortado|para|al|tritato|q"

#endif
