#include "test.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/allergen_table.h"

#include <string.h>

static struct arena arena;

static const char *suggests(const char *food)
{
    struct buf b;
    allergen_set set;

    if (!arena.ceiling_bytes)
        arena_init(&arena, 1 << 22);
    set = allergens_suggest(&arena, str_of(food));
    buf_init(&b, &arena, 1000);
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        if (set & ALLERGEN_BIT(i))
            buf_printf(&b, "%s%s", b.len ? " " : "", allergen_slug((enum allergen)i));
    }
    return buf_text(&b);
}

static const char *const cases[][2] = {
    { "plain flour", "gluten" },           { "rice flour", "" },                   { "buckwheat flour", "" },
    { "buckwheat", "" },                   { "gluten-free flour", "" },            { "whole milk", "milk" },
    { "coconut milk", "" },                { "tin of coconut milk, full fat", "" }, { "almond milk", "nuts" },
    { "oat milk", "gluten" },              { "soy milk", "soy" },                  { "unsalted butter", "milk" },
    { "peanut butter", "peanuts" },        { "cocoa butter", "" },                 { "butternut squash", "" },
    { "butter beans", "" },                { "large eggs", "eggs" },               { "eggplant", "" },
    { "nutmeg", "" },                      { "walnuts", "nuts" },                  { "pine nuts", "" },
    { "coconut", "" },                     { "soy sauce", "gluten soy" },          { "tofu", "soy" },
    { "celery stalks", "celery" },         { "Dijon mustard", "mustard" },         { "tahini", "sesame" },
    { "dry white wine", "sulphites" },     { "lupin flour", "lupin" },             { "mussels", "molluscs" },
    { "oyster mushrooms", "" },            { "oyster sauce", "molluscs" },         { "king prawns", "crustaceans" },
    { "salmon fillets", "fish" },          { "fish sauce", "fish" },               { "vegan butter", "" },
    { "cream of tartar", "" },             { "half-and-half", "milk" },            { "egg noodles", "gluten eggs" },
    { "rice noodles", "" },                { "corn tortillas", "" },               { "butter and flour", "gluten milk" },
    { "buttermilk", "milk" },              { "mayonnaise", "eggs" },               { "lactose-free milk", "milk" },
    { "salt", "" },                        { "", "" },                             { "butter for the pan", "milk" },
    { "butter at room temperature", "milk" }, { "cream cheese", "milk" },          { "olive oil", "" },
    { "Weizenmehl Type 405", "gluten" },   { "Reismehl", "" },                     { "Kokosmilch", "" },
    { "Sahne", "milk" },                   { "Vollmilchjoghurt", "milk" },         { "Frischkäse", "milk" },
    { "Eier (Größe M)", "eggs" },          { "Eigelb", "eggs" },                   { "Haselnüsse", "nuts" },
    { "Muskatnuss", "" },                  { "Erdnussbutter", "peanuts" },         { "Knollensellerie", "celery" },
    { "Senf", "mustard" },                 { "Sojasauce", "soy" },                 { "Thunfisch", "fish" },
    { "Tintenfisch", "molluscs" },    { "Garnelen", "crustaceans" },          { "Weißwein", "sulphites" },
    { "Schweinefleisch", "" },             { "Buchweizenmehl", "" },               { "Öl", "" },
    { "Mandelmilch", "nuts" },             { "Paprika", "" },                      { "Reis", "" },
    { "vetemjöl", "gluten" },              { "potatismjöl", "" },                  { "grädde", "milk" },
    { "kokosmjölk", "" },                  { "smör", "milk" },                     { "jordnötssmör", "peanuts" },
    { "ägg", "eggs" },                     { "räkor med skal", "crustaceans" },    { "laxfilé", "fish" },
    { "västerbottensost", "milk" },        { "valnötter", "nuts" },                { "muskotnöt", "" },
    { "senap", "mustard" },                { "rotselleri", "celery" },             { "blåmusslor", "molluscs" },
    { "vitt vin", "sulphites" },           { "gul lök", "" },                      { "glutenfritt mjöl", "" },
    { "havregryn", "gluten" },             { "farine de blé", "gluten" },          { "lait de coco", "" },
    { "lait entier", "milk" },             { "crème fraîche", "milk" },            { "noix de muscade", "" },
    { "noix de coco râpée", "" },          { "noix", "nuts" },                     { "œufs", "eggs" },
    { "moutarde à l'ancienne", "mustard" }, { "vin blanc", "sulphites" },          { "crevettes", "crustaceans" },
    { "tarwebloem", "gluten" },            { "pindakaas", "peanuts" },             { "zonnebloemolie", "" },
    { "eieren", "eggs" },                  { "leche de coco", "" },                { "queso rallado", "milk" },
    { "pan rallado", "gluten" },           { "bläckfisk", "molluscs" },            { "butterfly the chicken", "" },
    { "en halv citron", "" },              { "arroz de grano redondo", "" },       { "toast, roast, frost", "" },
    { "sødmælk", "milk" },
    { "farina 00", "gluten" },             { "noce moscata", "" },                 { "formaggio", "milk" },
};

TEST(allergens_are_suggested)
{
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (strcmp(suggests(cases[i][0]), cases[i][1]) != 0)
            printf("%s\n", cases[i][0]);
        ASSERT_STR(suggests(cases[i][0]), cases[i][1]);
    }
}

static void check_folded(const struct allergen_words *table, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        struct str rest = str_of(table[i].list);

        while (rest.p) {
            struct str item = str_next(&rest, '|');

            if (item.n && item.p[0] == '*')
                item = (struct str){ item.p + 1, item.n - 1 };
            if (item.n && item.p[item.n - 1] == '*')
                item.n--;
            CU_ASSERT_TRUE(item.n > 0 && str_equal(utf8_fold(&arena, item, UTF8_FOLD_BASE), item));
        }
    }
}

TEST(allergen_words_are_folded)
{
    arena_init(&arena, 1 << 22);
    check_folded(allergen_words, allergen_words_len);
    check_folded(allergen_exceptions, allergen_exceptions_len);
    check_folded(allergen_free, allergen_free_len);
}

TEST(allergens_are_the_fourteen)
{
    enum allergen a;

    CU_ASSERT_EQUAL(ALLERGEN__COUNT, 14);
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        CU_ASSERT_TRUE(allergen_by_slug(str_of(allergen_slug((enum allergen)i)), &a) && (int)a == i);
        CU_ASSERT_TRUE(strlen(allergen_label((enum allergen)i)) > 3);
    }
    CU_ASSERT_FALSE(allergen_by_slug(STR("Milk"), &a));
    CU_ASSERT_FALSE(allergen_by_slug(STR(""), &a));
}
