<?php
// One recipe's page from the same row as Midway reads: prepared statements on a connection that is kept, escaped output, opcache on.
// It says about the recipe what Midway's page says, but has no JSON-LD, no links that scale, no times found in the steps and hardly a
// layout: 2.5 KB against 13. What is left out is to PHP's advantage.
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

$row = rows($db, 'SELECT version, document FROM recipe_shown WHERE slug = ?', $_GET['slug'])[0];
$recipe = json_decode($row['document'], true);
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
<?php foreach ($recipe['images'] as $image) { ?>
<img src="<?= e($image['url']) ?>" width="<?= (int)$image['width'] ?>" height="<?= (int)$image['height'] ?>" alt="<?= e($image['alt']) ?>">
<?php } ?>
<dl>
<dt>For</dt><dd><?= e((string)$recipe['yield']['quantity']) ?> <?= e($recipe['yield']['unit']) ?></dd>
<dt>Preparation</dt><dd><?= (int)$recipe['prep_minutes'] ?> min</dd>
<dt>Cooking</dt><dd><?= (int)$recipe['cook_minutes'] ?> min</dd>
<dt>Kind</dt><dd><?= e($recipe['category']) ?>, <?= e($recipe['cuisine']) ?></dd>
</dl>
<ul>
<?php foreach ($recipe['allergens'] as $allergen) { ?>
<li><?= e($allergen) ?></li>
<?php } ?>
</ul>
<ul>
<?php foreach ($recipe['tags'] as $tag) { ?>
<li><a href="/recipes?tag=<?= urlencode($tag) ?>"><?= e($tag) ?></a></li>
<?php } ?>
</ul>
<ul>
<?php foreach ($recipe['ingredients'] as $i) { ?>
<li><span><?= e((string)$i['amount']) ?> <?= e($i['unit']) ?></span> <?= e($i['food'] ?? $i['text']) ?> <small><?= e($i['note']) ?></small></li>
<?php } ?>
</ul>
<ol>
<?php foreach ($recipe['steps'] as $step) { ?>
<li><?= e($step['text']) ?></li>
<?php } ?>
</ol>
<p><?= e($recipe['author']) ?> <?= e($recipe['source_url']) ?> <?= e($recipe['updated_at']) ?></p>
</main>
</body>
</html>
