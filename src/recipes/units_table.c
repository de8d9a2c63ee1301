#include "recipes/units.h"

#define MASS UNIT_MASS, UNIT_METRIC
#define VOLUME UNIT_VOLUME, UNIT_METRIC
#define US_MASS UNIT_MASS, UNIT_US
#define US_VOLUME UNIT_VOLUME, UNIT_US
#define SPOON UNIT_VOLUME, UNIT_ANY
#define COUNT UNIT_COUNT, UNIT_ANY, { 0, 0 }, QUANTITY_KITCHEN
#define G QUANTITY_DECIMAL
#define K QUANTITY_KITCHEN

/* Aliases are folded (utf8_fold(), UTF8_FOLD_BASE). The first unit that has an alias wins. */
const struct unit unit_table[] = {
    { "mg", "mg", "mg", MASS, { 1, 1000 }, G, "mg|milligram|milligrams|milligramm|milligramme" },
    { "g", "g", "g", MASS, { 1, 1 }, G,
      "g|gr|gm|gms|grs|gram|grams|gramm|gramme|grammes|grammi|grammo|gramo|gramos|grammen" },
    { "dag", "dag", "dag", MASS, { 10, 1 }, G, "dag|dkg|deka|dekagramm" },
    { "hg", "hg", "hg", MASS, { 100, 1 }, G, "hg|hekto|hektogram|ons" },
    { "kg", "kg", "kg", MASS, { 1000, 1 }, G,
      "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|kilogramme|kilogrammes|kilogramo|kilogramos|chilo|kilogrammi" },
    { "pfund", "Pfund", "Pfund", MASS, { 500, 1 }, K, "pfund|pfd|pond" },
    { "oz", "oz", "oz", US_MASS, { 45359237, 1600000 }, K, "oz|ozs|ounce|ounces|unze|unzen|onza|onzas|oncia" },
    { "lb", "lb", "lb", US_MASS, { 45359237, 100000 }, K, "lb|lbs|pound|pounds|livre|livres|libra|libras|libbra|libbre" },

    { "ml", "ml", "ml", VOLUME, { 1, 1 }, G,
      "ml|mls|milliliter|milliliters|millilitre|millilitres|mililitro|mililitros|millilitro|millilitri|cc|ccm" },
    { "cl", "cl", "cl", VOLUME, { 10, 1 }, G, "cl|centiliter|centiliters|centilitre|centilitres|centilitro|centilitros" },
    { "dl", "dl", "dl", VOLUME, { 100, 1 }, G,
      "dl|deciliter|deciliters|decilitre|decilitres|decilitro|decilitros|deziliter" },
    { "l", "l", "l", VOLUME, { 1000, 1 }, G, "l|lt|ltr|liter|liters|litre|litres|litro|litros|litri" },
    { "krm", "krm", "krm", SPOON, { 1, 1 }, K, "krm|kryddmatt" },
    { "tsp", "tsp", "tsp", SPOON, { 5, 1 }, K,
      "tsp|tsps|teaspoon|teaspoons|teaspoonful|teaspoonfuls|tl|teeloffel|teeloeffel|kaffeeloffel|tsk|tesked|teskedar|"
      "theelepel|theelepels|theelepeltje|koffielepel|koffielepels|ts|teskje|teskjeer|teske|teskefuld|cuillere a cafe|"
      "cuilleres a cafe|cuilleree a cafe|cuillerees a cafe|cuil a cafe|cuill a cafe|c a cafe|c a c|cac|cc a cafe|"
      "cucharadita|cucharaditas|cdta|cdtas|cdita|cditas|cucchiaino|cucchiaini" },
    { "dsp", "dessertspoon", "dessertspoons", SPOON, { 10, 1 }, K, "dsp|dessertspoon|dessertspoons|dessertspoonful" },
    { "tbsp", "tbsp", "tbsp", SPOON, { 15, 1 }, K,
      "tbsp|tbsps|tbs|tbl|tblsp|tablespoon|tablespoons|tablespoonful|tablespoonfuls|tablespon|tbspn|el|essloffel|"
      "essloeffel|msk|matsked|matskedar|eetlepel|eetlepels|ss|spiseskje|spiseskjeer|spsk|spiseske|spiseskefuld|"
      "cuillere a soupe|cuilleres a soupe|cuilleree a soupe|cuillerees a soupe|cuil a soupe|cuill a soupe|c a soupe|"
      "c a s|cas|cs|cucharada|cucharadas|cda|cdas|cucchiaio|cucchiai" },
    { "fl_oz", "fl oz", "fl oz", US_VOLUME, { 473176473, 16000000 }, K,
      "fl oz|fl ozs|floz|fluid ounce|fluid ounces|fluid oz|fl ounce|fl ounces" },
    { "cup", "cup", "cups", US_VOLUME, { 473176473, 2000000 }, K,
      "cup|cups|cupful|cupfuls|c|tasse|tassen|tasses|kopp|koppar|kop|kopje|kopjes|kopper|taza|tazas|tazza|tazze" },
    { "pint", "pint", "pints", US_VOLUME, { 473176473, 1000000 }, K, "pint|pints|pt|pts|pinte|pintes|pinta|pintas" },
    { "quart", "quart", "quarts", US_VOLUME, { 473176473, 500000 }, K, "quart|quarts|qt|qts" },
    { "gallon", "gallon", "gallons", US_VOLUME, { 473176473, 125000 }, K, "gallon|gallons|gal|gals|gallone|gallonen" },

    { "mm", "mm", "mm", UNIT_LENGTH, UNIT_METRIC, { 1, 10 }, G, "mm|millimeter|millimeters|millimetre|millimetres" },
    { "cm", "cm", "cm", UNIT_LENGTH, UNIT_METRIC, { 1, 1 }, G,
      "cm|centimeter|centimeters|centimetre|centimetres|zentimeter|centimetro|centimetros|centimetri" },
    { "inch", "inch", "inches", UNIT_LENGTH, UNIT_US, { 127, 50 }, K,
      "inch|inches|zoll|tum|pouce|pouces|pulgada|pulgadas" },

    { "pinch", "pinch", "pinches", COUNT,
      "pinch|pinches|prise|prisen|messerspitze|messerspitzen|msp|nypa|nypor|snuf|snufje|snufjes|mespunt|mespuntje|klype|"
      "nip|knivspids|knivsudd|knivsuddar|pincee|pincees|pizca|pizcas|pizzico|pizzichi" },
    { "dash", "dash", "dashes", COUNT, "dash|dashes|spritzer|stank|trait|traits" },
    { "drop", "drop", "drops", COUNT,
      "drop|drops|tropfen|droppe|droppar|druppel|druppels|goutte|gouttes|gota|gotas|goccia|gocce" },
    { "splash", "splash", "splashes", COUNT,
      "splash|splashes|drizzle|glug|glugs|schuss|skvatt|scheut|scheutje|chorrito|chorro|chorreton" },
    { "knob", "knob", "knobs", COUNT, "knob|knobs|klick|klickar|klontje" },
    { "handful", "handful", "handfuls", COUNT,
      "handful|handfuls|handvoll|hand voll|nave|navar|handfull|handje|handvol|poignee|poignees|punado|punados|manciata|"
      "manciate|handfuld|neve" },
    { "clove", "clove", "cloves", COUNT,
      "clove|cloves|zehe|zehen|klyfta|klyftor|teen|tenen|teentje|teentjes|gousse|gousses|diente|dientes|spicchio|spicchi|"
      "fed|fedd|bat|bater" },
    { "head", "head", "heads", COUNT,
      "head|heads|kopf|kopfe|knolle|knollen|huvud|bulb|bulbs|tete|tetes|cabeza|cabezas|testa|krop" },
    { "stalk", "stalk", "stalks", COUNT,
      "stalk|stalks|stange|stangen|stangel|stiel|stiele|stjalk|stjalkar|stengel|stengels|stang|branche|branches|tige|"
      "tiges|tallo|tallos|gambo|gambi|costa|coste" },
    { "stick", "stick", "sticks", COUNT, "stick|sticks|baton|batons|stokje|stokjes" },
    { "sprig", "sprig", "sprigs", COUNT,
      "sprig|sprigs|zweig|zweige|zweiglein|kvist|kvistar|kviste|kvister|takje|takjes|brin|brins|ramita|ramitas|ramo|"
      "rametto|rametti" },
    { "leaf", "leaf", "leaves", COUNT,
      "leaf|leaves|blatt|blatter|blad|blaadje|blaadjes|blade|feuille|feuilles|hoja|hojas|foglia|foglie|foglioline" },
    { "bunch", "bunch", "bunches", COUNT,
      "bunch|bunches|bund|bunde|bundchen|knippe|knippa|knippen|knippor|bunt|buntar|bosje|bosjes|bos|bundt|bundter|botte|"
      "bottes|bouquet|bouquets|manojo|manojos|mazzo|mazzetto|mazzetti|ciuffo" },
    { "slice", "slice", "slices", COUNT,
      "slice|slices|scheibe|scheiben|skiva|skivor|skive|skiver|tranche|tranches|rondelle|rondelles|plak|plakje|plakjes|"
      "plakken|snee|sneetje|sneetjes|rebanada|rebanadas|loncha|lonchas|rodaja|rodajas|fetta|fette|fettine" },
    { "piece", "piece", "pieces", COUNT,
      "piece|pieces|pc|pcs|pce|stuck|stucke|stucken|stk|stck|st|styck|stycken|bit|bitar|stuk|stuks|stukje|stukjes|stykke|"
      "stykker|morceau|morceaux|pieza|piezas|trozo|trozos|pezzo|pezzi|ks|ea" },
    { "can", "can", "cans", COUNT,
      "can|cans|tin|tins|dose|dosen|buchse|buchsen|burk|burkar|konservburk|blik|blikje|blikjes|blikken|boite|boites|lata|"
      "latas|lattina|scatola|scatole|dase|daser|boks|bokser" },
    { "jar", "jar", "jars", COUNT,
      "jar|jars|glas|glaser|glasburk|pot|pots|potje|potjes|bocal|bocaux|tarro|tarros|bote|botes|vasetto|vasetti|"
      "barattolo|glass" },
    { "bottle", "bottle", "bottles", COUNT,
      "bottle|bottles|flasche|flaschen|flaska|flaskor|fles|flessen|flesje|bouteille|bouteilles|botella|botellas|"
      "bottiglia|bottiglie|flaske|flasker" },
    { "package", "package", "packages", COUNT,
      "package|packages|packet|packets|pack|packs|pkg|pkgs|pkt|pkts|packung|packungen|packchen|packerl|paket|pakete|pck|"
      "pckg|pk|forpackning|forpackningar|forp|frp|paquet|paquets|pak|pakken|pakje|pakjes|pakke|pakker|paquete|paquetes|"
      "confezione|confezioni|pacco|pacchetto" },
    { "sachet", "sachet", "sachets", COUNT,
      "sachet|sachets|envelope|envelopes|tute|tutchen|beutel|pase|pasar|pose|poser|zakje|zakjes|zak|brev|sobre|sobres|"
      "bustina|bustine" },
    { "bag", "bag", "bags", COUNT, "bag|bags|sack|netz" },
    { "box", "box", "boxes", COUNT, "box|boxes|carton|cartons|schachtel|ask|askar|doos|doosje|karton|bakje" },
    { "tub", "tub", "tubs", COUNT, "tub|tubs|becher|container|containers|bagare|beker|potte" },
    { "cube", "cube", "cubes", COUNT,
      "cube|cubes|wurfel|tarning|tarningar|blokje|blokjes|terning|terninger|pastilla|pastillas|dado|dadi" },
    { "block", "block", "blocks", COUNT, "block|blocks" },
    { "sheet", "sheet", "sheets", COUNT, "sheet|sheets|platte|platten|ark|vel|vellen" },
    { "bar", "bar", "bars", COUNT, "bar|bars|tafel|tafeln|riegel|reep|tablette|tablettes|tableta" },
    { "roll", "roll", "rolls", COUNT, "rolle|rollen|rulle|rullar" },
    { "fillet", "fillet", "fillets", COUNT, "fillet|fillets" },
    { "rasher", "rasher", "rashers", COUNT, "rasher|rashers|strip|strips|streifen" },
    { "wedge", "wedge", "wedges", COUNT, "wedge|wedges|spalte|spalten|quartier|quartiers" },
    { "ear", "ear", "ears", COUNT, "ear|ears|kolben" },
    { "ball", "ball", "balls", COUNT, "ball|balls|kugel|kugeln|kula|kulor|boule|boules|bol" },
    { "scoop", "scoop", "scoops", COUNT, "scoop|scoops" },
    { "shot", "shot", "shots", COUNT, "shot|shots" },
    { "glass", "glass", "glasses", COUNT, "glasses|verre|verres|vaso|vasos|bicchiere|bicchieri|wineglass" },
    { "dozen", "dozen", "dozen", COUNT,
      "dozen|dozens|doz|dutzend|dussin|douzaine|douzaines|dozijn|docena|docenas|dozzina" },
};

const size_t unit_table_len = sizeof(unit_table) / sizeof(unit_table[0]);
