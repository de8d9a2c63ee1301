<?php
// A finished page out of memcached, with a connection that is kept.
$cache = new Memcached('bench');
if (!$cache->getServerList()) {
    $cache->addServer(getenv('BENCH_MEMCACHED'), 0);
}
$page = $cache->get('page');
header('Content-Type: text/html; charset=utf-8');
header('Content-Length: ' . strlen($page));
echo $page;
