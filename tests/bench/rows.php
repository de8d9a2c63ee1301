<?php
// One recipe's page from the same rows as Midway reads: prepared statements on a connection that is kept, escaped output.
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('p:localhost', 'midway_recipes', getenv('BENCH_PASSWORD'), 'midway', 0, getenv('BENCH_MARIADB'));
$db->set_charset('utf8mb4');

function rows(mysqli $db, string $sql, string $value): array
{
    $statement = $db->prepare($sql);
    $statement->bind_param('s', $value);
    $statement->execute();
    return $statement->get_result()->fetch_all(MYSQLI_ASSOC);
}

function e(?string $text): string
{
    return htmlspecialchars($text ?? '', ENT_QUOTES);
}

$recipe = rows($db, 'SELECT id, slug, version, title, description, author, source_url, yield_quantity, yield_unit, yield_text,
    prep_minutes, cook_minutes, total_minutes, category, cuisine, allergens, nutrition, created_at, updated_at
    FROM recipe WHERE slug = ? AND deleted_at IS NULL', $_GET['slug'])[0];
$id = $recipe['id'];
$tags = rows($db, 'SELECT recipe_id, tag FROM recipe_tag WHERE recipe_id IN (?) ORDER BY recipe_id, position', $id);
$ingredients = rows($db, 'SELECT recipe_id, section, text, amount, amount_max, unit, food, note FROM recipe_ingredient
    WHERE recipe_id IN (?) ORDER BY recipe_id, position', $id);
$steps = rows($db, 'SELECT recipe_id, section, text FROM recipe_step WHERE recipe_id IN (?) ORDER BY recipe_id, position', $id);
$images = rows($db, 'SELECT i.recipe_id, p.id, LOWER(HEX(p.blob_hash)) AS hash, p.width, p.height, i.alt
    FROM recipe_image i JOIN recipe_photo p ON p.id = i.photo_id WHERE i.recipe_id IN (?) ORDER BY i.recipe_id, i.position', $id);
header('Content-Type: text/html; charset=utf-8');
?>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title><?= e($recipe['title']) ?></title>
<meta name="description" content="<?= e($recipe['description']) ?>">
<link rel="stylesheet" href="/www/base.css">
</head>
<body>
<nav><a href="/">Home</a> <a href="/recipes">Recipes</a> <a href="/sign-in">Sign in</a></nav>
<main>
<h1><?= e($recipe['title']) ?></h1>
<p><?= e($recipe['description']) ?></p>
<?php foreach ($images as $image) { ?>
<img src="/recipes/img/<?= e($image['hash']) ?>/640.jpg" width="<?= (int)$image['width'] ?>" height="<?= (int)$image['height'] ?>" alt="<?= e($image['alt']) ?>">
<?php } ?>
<dl>
<dt>For</dt><dd><?= e($recipe['yield_quantity']) ?> <?= e($recipe['yield_unit']) ?></dd>
<dt>Preparation</dt><dd><?= (int)$recipe['prep_minutes'] ?> min</dd>
<dt>Cooking</dt><dd><?= (int)$recipe['cook_minutes'] ?> min</dd>
<dt>Kind</dt><dd><?= e($recipe['category']) ?>, <?= e($recipe['cuisine']) ?></dd>
</dl>
<ul>
<?php foreach (json_decode($recipe['allergens']) as $allergen) { ?>
<li><?= e($allergen) ?></li>
<?php } ?>
</ul>
<ul>
<?php foreach ($tags as $tag) { ?>
<li><a href="/recipes?tag=<?= urlencode($tag['tag']) ?>"><?= e($tag['tag']) ?></a></li>
<?php } ?>
</ul>
<ul>
<?php foreach ($ingredients as $i) { ?>
<li><span><?= e($i['amount']) ?> <?= e($i['unit']) ?></span> <?= e($i['food'] ?? $i['text']) ?> <small><?= e($i['note']) ?></small></li>
<?php } ?>
</ul>
<ol>
<?php foreach ($steps as $step) { ?>
<li><?= e($step['text']) ?></li>
<?php } ?>
</ol>
<p><?= e($recipe['author']) ?> <?= e($recipe['source_url']) ?> <?= e($recipe['updated_at']) ?></p>
</main>
</body>
</html>
