#!/usr/bin/env node
// Packs a web build for embedding: brotli and gzip copies of every file, an assembly file that
// includes the bytes, and the table behind embedded_web() of <embedded/web.h>.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const HELP = `usage: scripts/pack-web.mjs DIST OUT
  DIST  folder with a web build (index.html, assets/)
  OUT   folder to fill: web.S, web.cpp and the blobs they name, by paths relative to OUT`;

const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const COMPRESSES = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
const MIN_SIZE = 256; // below, headers cost more than compression saves
const MIN_GAIN = 0.95; // a copy that is not 5 % smaller is not worth its place

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function compressed(raw, mime, compress) {
  if (raw.length < MIN_SIZE || !COMPRESSES.test(mime)) return null;
  const packed = compress(raw);
  return packed.length < raw.length * MIN_GAIN ? packed : null;
}

function brotli(raw) {
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
}

function packFile(dist, path) {
  const raw = readFileSync(path);
  const url = '/' + relative(dist, path).split('\\').join('/');
  const mime = MIME[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return {
    url,
    mime,
    etag: '"' + createHash('sha256').update(raw).digest('base64url').slice(0, 22) + '"',
    immutable: url.startsWith('/assets/'),
    raw,
    gz: compressed(raw, mime, (bytes) => gzipSync(bytes, { level: 9 })),
    br: compressed(raw, mime, brotli),
  };
}

function writeOutputs(out, files) {
  const assembly = ['    .section .rodata'];
  const externs = [];
  const blob = (name, bytes) => {
    if (!bytes || bytes.length === 0) return '{}';
    writeFileSync(join(out, name + '.bin'), bytes);
    const symbol = `bihuan_web_${name}`;
    assembly.push(`    .global ${symbol}`, '    .balign 16', `${symbol}:`);
    assembly.push(`    .incbin "${name}.bin"`);
    externs.push(`extern const char ${symbol}[];`);
    return `{${symbol}, ${bytes.length}U}`;
  };
  const rows = files.map((file, index) => {
    const blobs = ['raw', 'gz', 'br'].map((kind) => blob(`${index}_${kind}`, file[kind]));
    const texts = [file.url, file.mime, file.etag].map((text) => JSON.stringify(text));
    return `    {${[...texts, file.immutable, ...blobs].join(', ')}},`;
  });
  assembly.push('    .section .note.GNU-stack,"",@progbits', '');
  writeFileSync(join(out, 'web.S'), assembly.join('\n'));
  const source = [
    '#include "embedded/web.h"',
    'extern "C" {',
    ...externs,
    '}',
    'namespace bihuan {',
    'namespace {',
    'const EmbeddedWebFile kFiles[] = {',
    ...rows,
    '};',
    '}  // namespace',
    'std::span<const EmbeddedWebFile> embedded_web() {',
    '    return kFiles;',
    '}',
    '}  // namespace bihuan',
    '',
  ];
  writeFileSync(join(out, 'web.cpp'), source.join('\n'));
}

function kilobytes(files, kind) {
  return Math.round(files.reduce((sum, file) => sum + (file[kind] ?? file.raw).length, 0) / 1024);
}

const [dist, out] = process.argv.slice(2);
if (!dist || !out || dist.startsWith('-')) {
  console.log(HELP);
  process.exit(dist === '--help' ? 0 : 2);
}
const paths = listFiles(dist).filter((path) => !path.endsWith('.map') && !basename(path).startsWith('.'));
const files = paths.map((path) => packFile(dist, path));
files.sort((a, b) => (a.url < b.url ? -1 : 1));
if (!files.some((file) => file.url === '/index.html')) {
  console.error(`${dist} has no index.html; is it a web build?`);
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeOutputs(out, files);
console.log(`web: ${files.length} files, ${kilobytes(files, 'raw')} KB, as brotli ${kilobytes(files, 'br')} KB`);
