#include "test.h"

#include "base/utf8.h"
#include "recipes/ingredient.h"

#include <stdlib.h>
#include <string.h>

/* Amounts as quantity_text() shows them in a kitchen. */
static const struct line_case {
    const char *line, *amount, *unit, *food, *note;
} line_cases[] = {
    { "½ cup Frank’s Red Hot Buffalo Wing Sauce (plus extra for serving)",
      "½", "cup", "Frank’s Red Hot Buffalo Wing Sauce", "plus extra for serving" },
    { "½ teaspoon kosher salt", "½", "tsp", "kosher salt", "" },
    { "Scant 2 cups chicken broth", "2", "cup", "chicken broth", "Scant" },
    { "1 lemon, cut lengthwise into 8 wedges", "1", "", "lemon", "cut lengthwise into 8 wedges" },
    { "4 ounces cream cheese, softened", "4", "oz", "cream cheese", "softened" },
    { "1 (2.8 oz) can french-fried onion rings", "1", "can", "french-fried onion rings", "2.8 oz" },
    { "3-4 medium to large boneless skinless chicken breasts",
      "3-4", "", "medium to large boneless skinless chicken breasts", "" },
    { "Flaky salt (optional)", "", "", "Flaky salt", "optional" },
    { "1/4 cup unsalted butter (melted and cooled to room temperature)",
      "¼", "cup", "unsalted butter", "melted and cooled to room temperature" },
    { "2 tbsp gluten free all purpose flour*", "2", "tbsp", "gluten free all purpose flour", "" },
    { "14.5 oz can diced tomatoes (no salt added)", "14½", "oz", "can diced tomatoes", "no salt added" },
    { "1/2 to 1 tbsp minced garlic", "½-1", "tbsp", "minced garlic", "" },
    { "1/2 can(s) diced tomatoes", "½", "can", "diced tomatoes", "" },
    { "½ tsp. Garlic", "½", "tsp", "Garlic", "" },
    { "Juice from 1 lime (about 2 tablespoons)", "1", "", "lime", "Juice, about 2 tablespoons" },
    { "4 garlic cloves, minced", "4", "", "garlic cloves", "minced" },
    { "1 egg", "1", "", "egg", "" },
    { "29g (2 tablespoons) unsalted butter, melted", "29", "g", "unsalted butter", "2 tablespoons, melted" },
    { "⅔ cup (4 oz/115 g) dark brown sugar", "⅔", "cup", "dark brown sugar", "4 oz/115 g" },
    { "1/4 cup butter room temp.", "¼", "cup", "butter", "room temp." },
    { "Vegetable oil, for frying", "", "", "Vegetable oil", "for frying" },
    { "80 of sugar", "80", "", "sugar", "" },
    { "¾ cup (6 oz/170 g) sour cream (, at room temperature)", "¾", "cup", "sour cream", "6 oz/170 g, at room temperature" },
    { "200 gms 1 cup of white sugar", "200", "g", "white sugar", "1 cup" },
    { "12 g garlic cloves roughly 4 garlic cloves", "12", "g", "garlic cloves roughly 4 garlic cloves", "" },
    { "2 (14 oz) cans tomatoes, drained", "2", "can", "tomatoes", "14 oz, drained" },
    { "1 x 400g tin chopped tomatoes", "1", "can", "chopped tomatoes", "400g" },
    { "2 x 400g tins chickpeas, drained and rinsed", "2", "can", "chickpeas", "400g, drained and rinsed" },
    { "1 400g tin coconut milk", "1", "can", "coconut milk", "400g" },
    { "1 14-oz can black beans", "1", "can", "black beans", "14-oz" },
    { "4 6-ounce salmon fillets", "4", "", "salmon fillets", "6-ounce" },
    { "1 2-inch piece fresh ginger, peeled", "1", "piece", "fresh ginger", "2-inch, peeled" },
    { "2-inch piece ginger", "2", "inch", "ginger", "piece" },
    { "salt to taste", "", "", "salt", "to taste" },
    { "a pinch of salt", "1", "pinch", "salt", "" },
    { "Salt and pepper", "", "", "Salt and pepper", "" },
    { "Salt, pepper", "", "", "Salt, pepper", "" },
    { "Parsley, chopped", "", "", "Parsley", "chopped" },
    { "Juice of 1 lemon", "1", "", "lemon", "Juice" },
    { "Juice and zest of 2 oranges", "2", "", "oranges", "Juice and zest" },
    { "zest of half a lemon", "½", "", "lemon", "zest" },
    { "1 cup plus 2 tablespoons flour", "1", "cup", "flour", "plus 2 tablespoons" },
    { "100g/3½oz butter, softened", "100", "g", "butter", "3½oz, softened" },
    { "½ cup / 120 ml milk", "½", "cup", "milk", "120 ml" },
    { "4 cloves", "4", "", "cloves", "" },
    { "4 cloves, crushed", "4", "", "cloves", "crushed" },
    { "2 cloves of garlic", "2", "clove", "garlic", "" },
    { "1 small bunch parsley", "1", "bunch", "parsley", "small" },
    { "2 heaped tbsp plain flour", "2", "tbsp", "plain flour", "heaped" },
    { "4 boneless, skinless chicken breasts", "4", "", "boneless, skinless chicken breasts", "" },
    { "1 lb. ground beef", "1", "lb", "ground beef", "" },
    { "1-1/2 cups sugar", "1½", "cup", "sugar", "" },
    { "half an onion", "½", "", "onion", "" },
    { "two eggs", "2", "", "eggs", "" },
    { "a few sprigs thyme", "", "", "sprigs thyme", "a few" },
    { "some butter for the pan", "", "", "butter", "some, for the pan" },
    { "half-and-half", "", "", "half-and-half", "" },
    { "7UP", "", "", "7UP", "" },
    { "70 % Schokolade", "", "", "70 % Schokolade", "" },
    { "Eine Prise Salz", "1", "pinch", "Salz", "" },
    { "2 EL Butter (weich)", "2", "tbsp", "Butter", "weich" },
    { "1 Zwiebel(n)", "1", "", "Zwiebel(n)", "" },
    { "1 Dose/n Tomaten, gehackt", "1", "can", "Tomaten", "gehackt" },
    { "250 g Mehl (Type 405)", "250", "g", "Mehl", "Type 405" },
    { "1,5 l Gemüsebrühe", "1½", "l", "Gemüsebrühe", "" },
    { "etwas Salz", "", "", "Salz", "etwas" },
    { "Salz und Pfeffer", "", "", "Salz und Pfeffer", "" },
    { "Salz nach Geschmack", "", "", "Salz", "nach Geschmack" },
    { "Öl zum Braten", "", "", "Öl", "zum Braten" },
    { "Butter für die Form", "", "", "Butter", "für die Form" },
    { "Saft einer Zitrone", "1", "", "Zitrone", "Saft" },
    { "Saft von 1/2 Zitrone", "½", "", "Zitrone", "Saft" },
    { "1 Pck. Vanillezucker", "1", "package", "Vanillezucker", "" },
    { "2 - 3 Knoblauchzehen, fein gehackt", "2-3", "", "Knoblauchzehen", "fein gehackt" },
    { "1 kleines Stück Ingwer", "1", "piece", "Ingwer", "kleines" },
    { "3 Eier (Größe M)", "3", "", "Eier", "Größe M" },
    { "1.000 g Kartoffeln", "1000", "g", "Kartoffeln", "" },
    { "1.250 kg Rindfleisch", "1¼", "kg", "Rindfleisch", "" },
    { "1 Bund Petersilie, glatt", "1", "bunch", "Petersilie", "glatt" },
    { "½ TL Kreuzkümmel", "½", "tsp", "Kreuzkümmel", "" },
    { "1 geh. EL Speisestärke", "1", "tbsp", "Speisestärke", "geh" },
    { "eine halbe Zitrone", "½", "", "Zitrone", "" },
    { "2 Scheiben Toastbrot", "2", "slice", "Toastbrot", "" },
    { "1 dl grädde", "1", "dl", "grädde", "" },
    { "2.5 dl mjölk", "2½", "dl", "mjölk", "" },
    { "0.5 gul lök", "½", "", "gul lök", "" },
    { "1/2 st Rödlök , finhackad", "½", "piece", "Rödlök", "finhackad" },
    { "1 krm nymald svartpeppar", "1", "krm", "nymald svartpeppar", "" },
    { "2 klyftor vitlök", "2", "clove", "vitlök", "" },
    { "1 nypa svartpeppar", "1", "pinch", "svartpeppar", "" },
    { "salt efter smak", "", "", "salt", "efter smak" },
    { "smör till stekning", "", "", "smör", "till stekning" },
    { "1 pkt saffran (à 0,5 g)", "1", "package", "saffran", "à 0,5 g" },
    { "1 burk krossade tomater", "1", "can", "krossade tomater", "" },
    { "saften av 1 citron", "1", "", "citron", "saften" },
    { "1 rågad msk mjöl", "1", "tbsp", "mjöl", "rågad" },
    { "en klick smör", "1", "knob", "smör", "" },
    { "2-3 msk olja", "2-3", "tbsp", "olja", "" },
    { "1 forpackning Libabröd , eller surdegsbröd, gärna dagsgammalt",
      "1", "package", "Libabröd", "eller surdegsbröd, gärna dagsgammalt" },
    { "500 g de poireaux", "500", "g", "poireaux", "" },
    { "1 kg d'oignons", "1", "kg", "oignons", "" },
    { "0.5 L de bouillon de boeuf", "½", "l", "bouillon de boeuf", "" },
    { "Sel - 1 cuillère à café", "1", "tsp", "Sel", "" },
    { "Échalote - 1", "1", "", "Échalote", "" },
    { "Crème fraîche épaisse : 50 g", "50", "g", "Crème fraîche épaisse", "" },
    { "2 c. à soupe d’huile d’olive", "2", "tbsp", "huile d’olive", "" },
    { "1 gousse d'ail", "1", "clove", "ail", "" },
    { "un peu de sel", "", "", "sel", "un peu de" },
    { "150 gr zure room", "150", "g", "zure room", "" },
    { "2 el sushi azijn (of 1,5 el rijstazijn, 1 tl suiker en een snuf zout)",
      "2", "tbsp", "sushi azijn", "of 1,5 el rijstazijn, 1 tl suiker en een snuf zout" },
    { "een snufje zout", "1", "pinch", "zout", "" },
    { "2 teentjes knoflook, fijngehakt", "2", "clove", "knoflook", "fijngehakt" },
    { "1/4 de cucharadita de colorante alimentario", "¼", "tsp", "colorante alimentario", "" },
    { "1-2 dientes de ajo", "1-2", "clove", "ajo", "" },
    { "3 cucharadas de aceite de oliva", "3", "tbsp", "aceite de oliva", "" },
    { "sal al gusto", "", "", "sal", "al gusto" },
    { "1 cucchiaino raso sale fino", "1", "tsp", "sale fino", "raso" },
    { "Sale q.b.", "", "", "Sale", "q.b." },
    { "q.b. pangrattato", "", "", "pangrattato", "q.b." },
    { "100 g - 150 g flour", "100-150", "g", "flour", "" },
    { "1 - 15 oz can corn", "1", "can", "corn", "15 oz" },
    { "1 tsp each salt and pepper", "1", "tsp", "salt and pepper", "each" },
    { "1 T sugar", "1", "tbsp", "sugar", "" },
    { "about 3 large eggs", "3", "", "large eggs", "about" },
    { "optional: 1 tsp chili flakes", "1", "tsp", "chili flakes", "optional" },
    { "(optional)", "", "", "(optional)", "" },
    { "1 kg / 2 lb potatoes", "1", "kg", "potatoes", "2 lb" },
    { "Tortilla pšeničná 2 ks", "2", "piece", "Tortilla pšeničná", "" },
    { "1 cup (240 ml) milk, warm", "1", "cup", "milk", "240 ml, warm" },
    { "2 large eggs, at room temperature", "2", "", "large eggs", "at room temperature" },
    { "1 (15-ounce) can chickpeas, drained", "1", "can", "chickpeas", "15-ounce, drained" },
    { "3 tablespoons extra-virgin olive oil, divided", "3", "tbsp", "extra-virgin olive oil", "divided" },
    { "1 cup packed brown sugar", "1", "cup", "packed brown sugar", "" },
    { "1 medium onion, finely chopped (about 1 cup)", "1", "", "medium onion", "finely chopped, about 1 cup" },
    { "Freshly ground black pepper", "", "", "Freshly ground black pepper", "" },
    { "1 stick (8 tbsp) unsalted butter", "1", "stick", "unsalted butter", "8 tbsp" },
    { "1/4 teaspoon each: cumin, coriander", "¼", "tsp", "each: cumin", "coriander" },
    { "2 (6 oz.) boneless, skinless chicken breasts", "2", "", "boneless, skinless chicken breasts", "6 oz." },
    { "1 bay leaf", "1", "", "bay leaf", "" },
    { "a handful of basil leaves", "1", "handful", "basil leaves", "" },
    { "1 dozen eggs", "1", "dozen", "eggs", "" },
    { "1 pinch saffron (optional)", "1", "pinch", "saffron", "optional" },
    { "6 ears corn", "6", "ear", "corn", "" },
    { "3 to 4 lb beef chuck, cut into 2-inch cubes", "3-4", "lb", "beef chuck", "cut into 2-inch cubes" },
    { "1 package (8 oz) cream cheese", "1", "package", "cream cheese", "8 oz" },
    { "1 tablespoon lemon juice or vinegar", "1", "tbsp", "lemon juice or vinegar", "" },
    { "2.5cm piece of ginger, grated", "2½", "cm", "ginger", "piece, grated" },
    { "50ml/2fl oz double cream", "50", "ml", "double cream", "2fl oz" },
    { "a splash of milk", "1", "splash", "milk", "" },
    { "1 cinnamon stick", "1", "", "cinnamon stick", "" },
    { "1 l Milch (3,5 % Fett)", "1", "l", "Milch", "3,5 % Fett" },
    { "400 g stückige Tomaten (Dose)", "400", "g", "stückige Tomaten", "Dose" },
    { "2 Zehen Knoblauch", "2", "clove", "Knoblauch", "" },
    { "1 Messerspitze Safran", "1", "pinch", "Safran", "" },
    { "1 Stange Lauch, in Ringen", "1", "stalk", "Lauch", "in Ringen" },
    { "100 ml Sahne - steif geschlagen", "100", "ml", "Sahne", "steif geschlagen" },
    { "Petersilie, gehackt", "", "", "Petersilie", "gehackt" },
    { "zwei Eier", "2", "", "Eier", "" },
    { "1 Glas saure Gurken", "1", "jar", "saure Gurken", "" },
    { "1/2 Würfel Hefe", "½", "cube", "Hefe", "" },
    { "ca. 500 g Spargel", "500", "g", "Spargel", "ca." },
    { "6 Blatt Gelatine", "6", "leaf", "Gelatine", "" },
    { "ein Schuss Weißwein", "1", "splash", "Weißwein", "" },
    { "4 Scheiben Schinken, gekocht", "4", "slice", "Schinken", "gekocht" },
    { "500 g Nudeln (z. B. Penne)", "500", "g", "Nudeln", "z. B. Penne" },
    { "1-2 Zehen Knoblauch", "1-2", "clove", "Knoblauch", "" },
    { "2 Zweige Rosmarin", "2", "sprig", "Rosmarin", "" },
    { "300 g räkor med skal", "300", "g", "räkor med skal", "" },
    { "1 knippe dill", "1", "bunch", "dill", "" },
    { "3 st ägg", "3", "piece", "ägg", "" },
    { "1 påse vaniljsocker", "1", "sachet", "vaniljsocker", "" },
    { "en näve basilika", "1", "handful", "basilika", "" },
    { "2 skivor rostat bröd", "2", "slice", "rostat bröd", "" },
    { "ca 400 g lax", "400", "g", "lax", "ca" },
    { "1 tsk salt och lite peppar", "1", "tsp", "salt och lite peppar", "" },
    { "två ägg", "2", "", "ägg", "" },
    { "1 msk ättiksprit (12 %)", "1", "tbsp", "ättiksprit", "12 %" },
    { "4 portioner ris", "4", "", "portioner ris", "" },
    { "en halv citron", "½", "", "citron", "" },
    { "lite olivolja", "", "", "olivolja", "lite" },
    { "1 1/2 tsk tomatpuré", "1½", "tsp", "tomatpuré", "" },
    { "100 g smör, rumsvarmt", "100", "g", "smör", "rumsvarmt" },
    { "3 œufs", "3", "", "œufs", "" },
    { "1 pincée de sel", "1", "pinch", "sel", "" },
    { "20 cl de crème liquide", "20", "cl", "crème liquide", "" },
    { "le jus d'un citron", "1", "", "citron", "le jus" },
    { "2 gousses d’ail, hachées", "2", "clove", "ail", "hachées" },
    { "une noisette de beurre", "1", "", "noisette de beurre", "" },
    { "1 sachet de levure chimique", "1", "sachet", "levure chimique", "" },
    { "sel, poivre", "", "", "sel, poivre", "" },
    { "4 tranches de jambon", "4", "slice", "jambon", "" },
    { "1 botte de persil", "1", "bunch", "persil", "" },
    { "1 ui, gesnipperd", "1", "", "ui", "gesnipperd" },
    { "2 el olijfolie", "2", "tbsp", "olijfolie", "" },
    { "200 gram bloem", "200", "g", "bloem", "" },
    { "1 blikje tomatenblokjes (400 g)", "1", "can", "tomatenblokjes", "400 g" },
    { "peper naar smaak", "", "", "peper", "naar smaak" },
    { "2 dientes de ajo picados", "2", "clove", "ajo picados", "" },
    { "1 kg de patatas", "1", "kg", "patatas", "" },
    { "una pizca de sal", "1", "pinch", "sal", "" },
    { "el zumo de 1 limón", "1", "", "limón", "el zumo" },
    { "3 fette di prosciutto", "3", "slice", "prosciutto", "" },
    { "2 spicchi d'aglio", "2", "clove", "aglio", "" },
    { "un pizzico di sale", "1", "pinch", "sale", "" },
    { "½ potte frisk koriander", "½", "tub", "frisk koriander", "" },
    { "2 ss nøytral olje", "2", "tbsp", "nøytral olje", "" },
    { "1 spsk smør, til stegning", "1", "tbsp", "smør", "til stegning" },
    { "3 teentjes knoflook", "3", "clove", "knoflook", "" },
    { "1 kop melk", "1", "cup", "melk", "" },
    { "Pinch allspice", "1", "pinch", "allspice", "" },
    { "Prise Muskat", "1", "pinch", "Muskat", "" },
    { "1 tsp each salt, pepper and cumin", "1", "tsp", "salt, pepper and cumin", "each" },
    { "1 15.5 -Ounce Can Chickpeas", "1", "can", "Chickpeas", "15.5 -Ounce" },
    { "＊水 100ml", "100", "ml", "＊水", "" },
    { "8 stk. tomat", "8", "piece", "tomat", "" },
    { "Beurre doux : 120 g", "120", "g", "Beurre doux", "" },
    { "22 ozs Hokkaido pumpkin", "22", "oz", "Hokkaido pumpkin", "" },
    { "6 tbsp high protein crema * see steps below", "6", "tbsp", "high protein crema * see steps below", "" },
};

static const char *amounts(const struct recipe_ingredient *i)
{
    static char text[2 * QUANTITY_TEXT_SIZE + 1];
    char low[QUANTITY_TEXT_SIZE], high[QUANTITY_TEXT_SIZE];

    quantity_text(i->amount, QUANTITY_KITCHEN, low);
    snprintf(text, sizeof(text), "%s%s%s", low, quantity_is_some(i->amount_max) ? "-" : "",
             quantity_text(i->amount_max, QUANTITY_KITCHEN, high));
    return text;
}

TEST(ingredient_reads_lines_of_many_kitchens)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    for (size_t n = 0; n < ARRAY_LEN(line_cases); n++) {
        const struct line_case *c = &line_cases[n];
        struct recipe_ingredient i = { 0 };

        ingredient_parse(&a, str_of(c->line), &i, NULL);
        ASSERT_STR(i.text, c->line);
        ASSERT_STR(amounts(&i), c->amount);
        ASSERT_STR(i.unit ? i.unit : "", c->unit);
        ASSERT_STR(i.food ? i.food : "", c->food);
        ASSERT_STR(i.note ? i.note : "", c->note);
        arena_reset(&a);
    }
    arena_done(&a);
}

/* The parts tile the line, and food and note hold just what the parts say. */
static void check_parts(struct arena *a, struct str line)
{
    struct recipe_ingredient i = { .section = "kept" };
    struct ingredient_parts parts;
    size_t at = 0, food = 0, note = 0;

    ingredient_parse(a, line, &i, &parts);
    line = str_trim(line);
    for (size_t n = 0; n < parts.count; n++) {
        CU_ASSERT_EQUAL_FATAL(parts.part[n].start, at);
        CU_ASSERT_TRUE_FATAL(parts.part[n].bytes > 0);
        at += parts.part[n].bytes;
        food += parts.part[n].role == INGREDIENT_FOOD ? parts.part[n].bytes : 0;
        note += parts.part[n].role == INGREDIENT_NOTE ? parts.part[n].bytes : 0;
    }
    CU_ASSERT_EQUAL_FATAL(at, line.n);
    CU_ASSERT_TRUE_FATAL(memcmp(i.text, line.p, line.n) == 0);
    CU_ASSERT_STRING_EQUAL(i.section, "kept");
    CU_ASSERT_TRUE_FATAL((i.food ? strlen(i.food) : 0) <= food + 20);
    CU_ASSERT_TRUE_FATAL((i.note ? strlen(i.note) : 0) <= 2 * note + 20);
    if (utf8_valid(line) && !(utf8_valid(str_of(i.food)) && utf8_valid(str_of(i.note))))
        printf("bad: %.*s\n", STR_ARG(line));
    CU_ASSERT_TRUE_FATAL(!utf8_valid(line) || (utf8_valid(str_of(i.food)) && utf8_valid(str_of(i.note))));
    CU_ASSERT_TRUE_FATAL(!quantity_is_some(i.amount_max) || quantity_compare(i.amount_max, i.amount) > 0);
}

/* Letters and digits of glue parts: only words that join. */
static void check_glue(struct arena *a, struct str line)
{
    static const char joins[] = "|of|the|x|X|de|d|du|des|la|l|van|di|del|von|vom|av|from|einer|ca|";
    struct recipe_ingredient i = { 0 };
    struct ingredient_parts parts;

    ingredient_parse(a, line, &i, &parts);
    for (size_t n = 0; n < parts.count; n++) {
        struct str rest = { line.p + parts.part[n].start, parts.part[n].bytes };

        while (parts.part[n].role == INGREDIENT_GLUE && rest.p) {
            struct str word = utf8_fold(a, str_next(&rest, ' '), UTF8_FOLD_BASE);

            if (word.n && !str_starts(word, STR("d ")) && !strstr(joins, arena_printf(a, "|%.*s|", STR_ARG(word)))) {
                printf("'%.*s' is lost in '%.*s'\n", STR_ARG(word), STR_ARG(line));
                CU_FAIL("a word is in no field");
            }
        }
    }
}

TEST(ingredient_loses_no_word)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    for (size_t n = 0; n < ARRAY_LEN(line_cases); n++) {
        check_parts(&a, str_of(line_cases[n].line));
        check_glue(&a, str_of(line_cases[n].line));
        arena_reset(&a);
    }
    arena_done(&a);
}

TEST_LIMIT(ingredient_takes_any_bytes, 60)
{
    struct arena a;
    char line[120];

    srandom(7);
    arena_init(&a, 1 << 22);
    for (int n = 0; n < 20000; n++) {
        size_t len = (size_t)random() % sizeof(line);

        for (size_t i = 0; i < len; i++)
            line[i] = (char)(n % 2 ? random() : "1 2/3-.,()xgTL \xC2\xBD\xE2\x80\x93of"[random() % 22]);
        check_parts(&a, (struct str){ line, len });
        arena_reset(&a);
    }
    arena_done(&a);
}

TEST_LIMIT(ingredient_takes_any_mix_of_words, 60)
{
    static const char *const words[] = {
        "1", "1/2", "½", "2-3", "g", "cup", "EL", "x", "400g", "(", ")", "(14 oz)", ",", ";", " - ", "/", "of", "d'", "Juice",
        "a", "half", "eine", "halbe", "butter", "Müsli", "to taste", "about", "ca.", "plus", "large", "cans", "can", ".", ":",
        "  ", "q.b.", "each", "%", "\u00A0", "½", "bis", "to", "-", "oz", "\u2013", "nach Geschmack", "*", "some",
    };
    struct arena a;
    char line[400];

    srandom(11);
    arena_init(&a, 1 << 22);
    for (int n = 0; n < 20000; n++) {
        size_t len = 0;

        for (int i = (int)(random() % 12); i >= 0; i--)
            len += (size_t)snprintf(line + len, sizeof(line) - len, "%s%s", words[random() % (long)ARRAY_LEN(words)],
                                    random() % 4 ? " " : "");
        check_parts(&a, (struct str){ line, len });
        arena_reset(&a);
    }
    arena_done(&a);
}

TEST(ingredient_takes_long_lines_in_linear_time)
{
    struct arena a;
    size_t len = 4096;
    char *line = malloc(len + 1000000);
    long long before = test_cpu_us();

    arena_init(&a, 1 << 28);
    for (size_t i = 0; i < len; i++)
        line[i] = "1 a- "[i % 5];
    check_parts(&a, (struct str){ line, len });
    memset(line, '(', len);
    check_parts(&a, (struct str){ line, len });
    CU_ASSERT_TRUE(test_cpu_us() - before < 1000000);
    memset(line, '(', len + 1000000);
    check_parts(&a, (struct str){ line, len + 1000000 });
    free(line);
    arena_done(&a);
}
