// The same bytes from memory, by Fastify alone. usage: node fastify.mjs FILE PORT
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const page = readFileSync(process.argv[2]);
const app = Fastify();

app.get('/page', (request, reply) => reply.type('text/html; charset=utf-8').send(page));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[3]) });
