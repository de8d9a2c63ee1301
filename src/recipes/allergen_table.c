#include "recipes/allergen_table.h"

/* Folded (UTF8_FOLD_BASE). What looks alike in two languages and means another thing in one of them is left out: Swedish "rom"
   and "ol" (German oil), English "pan" (Spanish bread), Dutch "room" (English "room temperature"). */
const struct allergen_words allergen_words[] = {
    { ALLERGEN_BIT(ALLERGEN_GLUTEN),
      "wheat|flour|flours|spelt|rye|barley|oat|oats|oatmeal|semolina|durum|couscous|bulgur|bulghur|farro|freekeh|"
      "kamut|triticale|einkorn|emmer|seitan|malt|bread|breads|breadcrumbs|breadcrumb|panko|pasta|spaghetti|linguine|"
      "fettuccine|tagliatelle|penne|macaroni|lasagna|lasagne|ravioli|tortellini|fusilli|rigatoni|orzo|noodle|noodles|"
      "ramen|udon|gnocchi|filo|phyllo|pastry|tortilla|tortillas|wrap|wraps|pita|pitta|naan|bagel|bagels|baguette|"
      "brioche|ciabatta|crouton|croutons|cracker|crackers|biscuit|biscuits|cookie|cookies|cake|beer|ale|stout|lager|"
      "bran|bun|buns|dumpling|dumplings|wonton|matzo|muesli|granola|pretzel|pretzels|wafers|ladyfingers|sponge|teriyaki|"
      "hoisin|*mehl|weizen*|*weizen|dinkel*|roggen*|gerste*|graupen|hafer*|griess*|*griess|grunkern*|nudel|nudeln|"
      "*nudeln|brot|*brot|brotchen|semmel*|toastbrot|paniermehl|blatterteig|hefeteig|murbeteig|nudelteig|pizzateig|"
      "bier|spatzle|schupfnudeln|maultaschen|knodel|zwieback|loffelbiskuit*|mjol|*mjol|vete*|havre*|ragbrod|"
      "ragflingor|kornmjol|korngryn|brod|*brod|strobrod|makaroner|nudlar|*nudlar|mannagryn|knackebrod|smordeg|"
      "farine*|ble|orge|seigle|avoine|epeautre|pain|pains|chapelure|pates|semoule|biere|boulgour|feuilletee|brisee|"
      "tarwe*|*bloem|bloem|*meel|meel|brood|paneermeel|volkoren*|haver*|gerst|rogge*|bladerdeeg|beschuit|harina|"
      "trigo|cebada|centeno|avena|fideos|macarrones|galletas|cerveza|hojaldre|farina|semola|pane|pangrattato|"
      "paccheri|tortiglioni|birra|sfoglia|savoiardi|hvetemel|*hvetemel|rugmel|havregryn|grahamsmel|hvedemel" },
    { ALLERGEN_BIT(ALLERGEN_CRUSTACEANS),
      "shrimp|shrimps|prawn|prawns|crab|crabs|crabmeat|lobster|lobsters|crayfish|crawfish|langoustine|langoustines|"
      "scampi|krill|garnele|garnelen|*garnelen|krabbe|krabben|krebs|krebse|krebsfleisch|hummer|languste|langusten|"
      "flusskrebse|raka|rakor|*rakor|krafta|kraftor|kraftstjartar|krabba|havskraftor|reker|rejer|crevette|crevettes|"
      "crabe|homard|langouste|ecrevisses|garnalen|garnaal|kreeft|krab|rivierkreeft|gamba|gambas|gambones|langostino|"
      "langostinos|cangrejo|bogavante|cigalas|gamberi|gamberetti|gamberoni|granchio|aragosta|scampo" },
    { ALLERGEN_BIT(ALLERGEN_EGGS),
      "egg|eggs|yolk|yolks|mayonnaise|mayo|aioli|meringue|meringues|hollandaise|albumen|eggnog|omelette|omelet|"
      "eggwash|ei|eier|eigelb|eigelbe|eiweiss|eidotter|huhnerei|huhnereier|wachteleier|ruhrei|agg|aggula|aggulor|"
      "aggvita|aggvitor|majonnas|vitloksmajonnas|aeggeblommer|aeggeblomme|aeg|aeggehvide|eggeplomme|eggehvite|oeuf|"
      "oeufs|eieren|eigeel|eiwit|mayonaise|huevo|huevos|yema|yemas|clara|claras|mayonesa|uovo|uova|tuorlo|tuorli|"
      "albume|albumi|maionese" },
    { ALLERGEN_BIT(ALLERGEN_FISH),
      "fish|salmon|tuna|cod|haddock|hake|halibut|trout|anchovy|anchovies|sardine|sardines|mackerel|herring|tilapia|"
      "monkfish|seabass|bass|snapper|swordfish|caviar|roe|bonito|dashi|perch|pike|plaice|pollock|catfish|eel|turbot|"
      "bream|kippers|worcestershire|surimi|fisch|*fisch|fischfilet*|fischsauce|fischfond|lachs*|*lachs|thunfisch*|"
      "forelle*|kabeljau*|dorsch*|hering*|makrele*|sardelle*|zander*|scholle*|rotbarsch*|seelachs*|heilbutt*|matjes*|"
      "anchovis|fisk*|*fisk|lax|laxfile|*lax|torsk*|sill|stromming*|makrill*|tonfisk|ansjovis|kaviar|gos|abborre*|"
      "rodspatta|kolja|fiskbuljong*|laks|poisson|poissons|saumon|thon|cabillaud|morue|truite|anchois|colin|lieu|"
      "merlu|vis|zalm*|tonijn|kabeljauw|haring|makreel|forel|vissaus|pescado|atun|merluza|bacalao|anchoas|boquerones|"
      "lubina|dorada|fumet|pesce|tonno|acciuga|acciughe|merluzzo|salmone|alici" },
    { ALLERGEN_BIT(ALLERGEN_PEANUTS),
      "peanut|peanuts|groundnut|groundnuts|satay|erdnuss*|jordnot*|jordnotter|peanotter|cacahuete|cacahuetes|"
      "cacahouete|cacahouetes|arachide|arachides|pinda*|cacahuate|cacahuates|mani|arachidi" },
    { ALLERGEN_BIT(ALLERGEN_SOY),
      "soy|soya|soybean|soybeans|tofu|edamame|miso|tempeh|tamari|shoyu|teriyaki|hoisin|natto|soja*|sojasauce|"
      "sojabohnen|sojasas|sojabonor|soia|ketjap" },
    { ALLERGEN_BIT(ALLERGEN_MILK),
      "maelk|*maelk|flode|*flode|milk|buttermilk|cream|butter|cheese|cheeses|yogurt|yoghurt|yogurts|ghee|whey|casein|parmesan|mozzarella|"
      "cheddar|ricotta|mascarpone|feta|brie|camembert|gouda|gruyere|halloumi|paneer|pecorino|provolone|custard|kefir|"
      "quark|skyr|labneh|burrata|stilton|emmental|roquefort|gorgonzola|philadelphia|creamer|buttercream|manchego|"
      "havarti|jarlsberg|crema|pesto|milch|*milch|milchpulver|vollmilch*|sahne*|*sahne|rahm|*rahm|butter*|*butter|"
      "kase|*kase|reibekase|*quark|joghurt*|*joghurt|schmand|frischkase|emmentaler|molke*|creme|obers|topfen|mjolk|"
      "*mjolk|mjolkpulver|gradde|*gradde|smor|*smor|ost|fetaost|hardost|farskost|graddost|adelost|getost|parmesanost|"
      "cheddarost|vasterbottensost|prastost|herrgardsost|keso|kvarg|fil|filmjolk|graddfil|mellanmjolk|matfloyte|melk|"
      "*melk|flote|kremflote|matflote|*flote|floede|piskeflode|smer|lait|beurre|fromage|fromages|yaourt|yaourts|"
      "comte|reblochon|mimolette|boter|roomboter|*boter|kaas|*kaas|slagroom|kookroom|karnemelk|kwark|leche|nata|"
      "mantequilla|queso|quesos|yogur|cuajada|latte|panna|burro|formaggio|parmigiano|grana|mozzarelle|stracchino" },
    { ALLERGEN_BIT(ALLERGEN_NUTS),
      "nut|nuts|almond|almonds|hazelnut|hazelnuts|walnut|walnuts|cashew|cashews|pecan|pecans|pistachio|pistachios|"
      "macadamia|macadamias|praline|marzipan|frangipane|nougat|gianduja|nutella|amaretti|nuss|nusse|*nuss|*nusse|"
      "haselnuss*|walnuss*|mandel|mandeln|mandelmehl|mandelsplitter|mandelblattchen|*mandeln|cashewkerne|cashew*|"
      "pistazie*|pekannuss*|paranuss*|macadamia*|krokant|notter|valnot*|hasselnot*|*notter|mandlar|mandelspan|"
      "mandelmassa|sotmandel|pistage*|mandelflager|noix|noisette|noisettes|amande|amandes|pistache|pistaches|noten|"
      "walnoten|hazelnoten|amandel|amandelen|*noten|amandelspijs|pistachenoten|nuez|nueces|almendra|almendras|"
      "avellana|avellanas|pistacho|pistachos|anacardos|noce|noci|mandorla|mandorle|nocciola|nocciole|pistacchi|"
      "anacardi" },
    { ALLERGEN_BIT(ALLERGEN_CELERY),
      "celery|celeriac|sellerie*|*sellerie|selleri|*selleri|celeri|selderij|*selderij|bleekselderij|apio|sedano|"
      "suppengemuse|suppengrun" },
    { ALLERGEN_BIT(ALLERGEN_MUSTARD),
      "mustard|mustards|dijon|senf*|*senf|senap*|*senap|moutarde|mosterd|mostaza|senape|sennep|dijonnaise|piccalilli" },
    { ALLERGEN_BIT(ALLERGEN_SESAME),
      "sesame|tahini|tahin|tahina|halvah|hummus|houmous|humus|gomasio|zaatar|sesam*|sesamo|hoisin" },
    { ALLERGEN_BIT(ALLERGEN_SULPHITES),
      "wine|wines|prosecco|champagne|sherry|vermouth|marsala|sulphite|sulphites|sulfite|sulfites|wein|rotwein|"
      "weisswein|weinessig|portwein|sekt|vin|vitvin|rodvin|rodvinsvinager|vitvinsvinager|cava|wijn|wittewijn|"
      "rodewijn|vino|jerez" },
    { ALLERGEN_BIT(ALLERGEN_LUPIN),
      "lupin|lupins|lupine|lupini|lupine*|lupinen*|lupinmjol|altramuces" },
    { ALLERGEN_BIT(ALLERGEN_MOLLUSCS),
      "mussel|mussels|clam|clams|oyster|oysters|squid|octopus|calamari|scallop|scallops|cuttlefish|snail|snails|"
      "whelk|whelks|cockle|cockles|abalone|escargot|escargots|muschel|muscheln|*muscheln|tintenfisch*|oktopus|auster|"
      "austern|austernsauce|schnecken|pulpo|musslor|mussla|*musslor|blackfisk*|ostron|pilgrimsmussla|moules|huitre|"
      "huitres|calamar|calamars|poulpe|seiche|palourdes|petoncles|bulots|mosselen|inktvis*|oesters|coquille|"
      "coquilles|jakobsschelpen|mejillon|mejillones|almeja|almejas|calamares|sepia|berberechos|vieiras|cozze|vongole|"
      "calamaro|polpo|seppia|seppie|ostriche" },
    { ALLERGEN_BIT(ALLERGEN_MILK), "half and half|zure room|white chocolate|creme fraiche|sour cream|cottage cheese" },
    { ALLERGEN_BIT(ALLERGEN_MOLLUSCS), "saint jacques|st jacques|fruits de mer|frutti di mare" },
    { ALLERGEN_BIT(ALLERGEN_CRUSTACEANS), "fruits de mer|frutti di mare" },
    { ALLERGEN_BIT(ALLERGEN_SOY), "bean curd" },
    { ALLERGEN_BIT(ALLERGEN_GLUTEN), "soy sauce|soya sauce|pan rallado|puff pastry|pie crust|pizza dough" },
    { ALLERGEN_BIT(ALLERGEN_SULPHITES), "dried apricots|vinaigre de vin|getrocknete aprikosen" },
    { ALLERGEN_BIT(ALLERGEN_FISH), "fish sauce" },
};
const size_t allergen_words_len = ARRAY_LEN(allergen_words);

const struct allergen_words allergen_exceptions[] = {
    { 0,
      "coconut milk|coconut cream|coconut butter|coconut yogurt|coconut yoghurt|coconut flour|coconut oil|"
      "coconut cheese|rice milk|hemp milk|pea milk|apple butter|cocoa butter|cacao butter|shea butter|butter bean|"
      "butter beans|butter lettuce|butternut squash|butternut pumpkin|butterhead lettuce|butterfly|butterflied|"
      "cream of tartar|cream sherry|creamed coconut|cream soda|milk thistle|egg plant|pine nut|pine nuts|tiger nut|"
      "tiger nuts|water chestnut|water chestnuts|rice flour|corn flour|maize flour|potato flour|buckwheat flour|"
      "chickpea flour|gram flour|tapioca flour|cassava flour|millet flour|quinoa flour|sorghum flour|teff flour|"
      "arrowroot flour|banana flour|rice noodle|rice noodles|glass noodles|cellophane noodles|shirataki noodles|"
      "zucchini noodles|courgette noodles|sweet potato noodles|corn tortilla|corn tortillas|oyster mushroom|"
      "oyster mushrooms|king oyster|crab apple|crab apples|ginger ale|ginger beer|root beer|rice cake|rice cakes|"
      "rice crackers|rice paper|fish mint|noix de coco|noix de muscade|noix muscade|nuez moscada|noce moscata|"
      "lait de coco|lait de riz|creme de coco|creme de tartre|beurre de cacao|creme de marrons|creme de cassis|"
      "farine de riz|farine de mais|farine de sarrasin|farine de pois chiche|farine de pois chiches|farine de coco|"
      "farine de chataigne|leche de coco|leche de arroz|harina de arroz|harina de maiz|harina de garbanzo|"
      "harina de garbanzos|latte di cocco|latte di riso|farina di riso|farina di mais|farina di ceci|farina di cocco|"
      "burro di cacao|manteca de cacao|kokosmilch|kokossahne|kokoscreme|reismilch|kakaobutter|reismehl|maismehl|"
      "kartoffelmehl|kichererbsenmehl|buchweizenmehl|buchweizen|kokosmehl|johannisbrotkernmehl|guarkernmehl|"
      "tapiokamehl|hirsemehl|teffmehl|reisnudeln|glasnudeln|zucchininudeln|muskatnuss|kokosnuss|kokosnusse|"
      "erdmandeln|butternut|butternusskurbis|butternutkurbis|buttersalat|austernpilz|austernpilze|austernseitlinge|"
      "bucheckern|leberkase|kokosmjolk|kokosgradde|rismjolk|kakaosmor|rismjol|majsmjol|potatismjol|bovete|bovetemjol|"
      "kokosmjol|kikartsmjol|tapiokamjol|risnudlar|glasnudlar|muskotnot|kokosnot|kokosnotter|ostronskivling|"
      "ostronskivlingar|pinjenotter|kokosmelk|rijstmelk|kokosroom|rijstebloem|rijstmeel|maismeel|aardappelmeel|"
      "boekweitmeel|kikkererwtenmeel|maizena|nootmuskaat|kokosnoten|zonnebloem|zonnebloemolie|pijnboompitten|"
      "pindaboter|appelmost|mandelpotatis|mandelkartoffel|bittermandelol|egg white substitute|egg replacer|"
      "egg substitute" },
    { ALLERGEN_BIT(ALLERGEN_GLUTEN),
      "oat milk|oat cream|oat drink|oat yogurt|hafermilch|haferdrink|hafersahne|havremjolk|havredryck|havregradde|"
      "havermelk|lait d avoine|bebida de avena" },
    { ALLERGEN_BIT(ALLERGEN_NUTS),
      "almond milk|almond butter|almond flour|almond meal|almond cream|almond yogurt|hazelnut milk|cashew milk|"
      "cashew butter|cashew cream|cashew cheese|nut butter|nut milk|hazelnut butter|mandelmilch|mandeldrink|"
      "mandelmehl|mandelmus|haselnussmilch|cashewmus|mandelmjolk|mandelmjol|mandelsmor|amandelmelk|amandelmeel|"
      "lait d amande|lait d amandes|lait de noisette|beurre d amande|farine d amande|leche de almendra|"
      "leche de almendras|harina de almendra|latte di mandorla|latte di mandorle|farina di mandorle|cashewsmor" },
    { ALLERGEN_BIT(ALLERGEN_PEANUTS),
      "peanut butter|peanut oil|peanut flour|erdnussbutter|erdnussmus|jordnotssmor|pindakaas|beurre de cacahuete|"
      "beurre de cacahuetes|crema de cacahuete|mantequilla de cacahuete|mantequilla de mani|burro di arachidi" },
    { ALLERGEN_BIT(ALLERGEN_SOY),
      "soy milk|soya milk|soy cream|soya cream|soy yogurt|soya yogurt|soy flour|soya flour|soy butter|sojamilch|"
      "sojadrink|sojasahne|sojajoghurt|sojamehl|sojamjolk|sojagradde|sojamjol|sojamelk|lait de soja|creme de soja|"
      "leche de soja|latte di soia|farine de soja" },
    { ALLERGEN_BIT(ALLERGEN_LUPIN),
      "lupin flour|lupine flour|lupinenmehl|lupinmjol|farine de lupin" },
    { ALLERGEN_BIT(ALLERGEN_SESAME),
      "sesame butter|sesammus" },
    { ALLERGEN_BIT(ALLERGEN_MOLLUSCS),
      "tintenfisch|tintenfische|tintenfischringe|blackfisk|blackfiskringar" },
};
const size_t allergen_exceptions_len = ARRAY_LEN(allergen_exceptions);

const struct allergen_words allergen_free[] = {
    { ALLERGEN_BIT(ALLERGEN_GLUTEN),
      "gluten free|glutenfree|glutenfrei|glutenfreie|glutenfreies|glutenfreier|glutenfri|glutenfria|glutenfritt|sans gluten|"
      "glutenvrij|glutenvrije|sin gluten|senza glutine|wheat free" },
    { ALLERGEN_BIT(ALLERGEN_MILK),
      "dairy free|milk free|non dairy|milchfrei|milchfreie|mjolkfri|mjolkfritt|sans lait|zuivelvrij|sin lacteos" },
    { ALLERGEN_BIT(ALLERGEN_EGGS), "egg free|eggless|eifrei|aggfri|sans oeuf|sans oeufs|sin huevo" },
    { ALLERGEN_BIT(ALLERGEN_NUTS) | ALLERGEN_BIT(ALLERGEN_PEANUTS), "nut free|nussfrei|notfri" },
    { ALLERGEN_BIT(ALLERGEN_MILK) | ALLERGEN_BIT(ALLERGEN_EGGS) | ALLERGEN_BIT(ALLERGEN_FISH) |
          ALLERGEN_BIT(ALLERGEN_CRUSTACEANS) | ALLERGEN_BIT(ALLERGEN_MOLLUSCS),
      "vegan|vegane|veganer|veganes|vegansk|veganska|veganskt|vegetalien|plant based|plantbased|vaxtbaserad|vaxtbaserat|"
      "pflanzlich|pflanzliche|plantaardig|plantaardige|vegano|vegana" },
    { ALLERGEN_BIT(ALLERGEN_SOY), "soy free|soya free|sojafrei" },
};
const size_t allergen_free_len = ARRAY_LEN(allergen_free);
