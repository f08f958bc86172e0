// The build step: writes the page's template, without the blanks between its lines, into dist/.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const source = path.join(__dirname, 'page.html');
const target = path.join(__dirname, 'dist', 'page.html');

const page = fs.readFileSync(source, 'utf8').split('\n').map((line) => line.trim()).filter(Boolean).join('\n');
fs.mkdirSync(path.dirname(target), { recursive: true });
fs.writeFileSync(target, page);
console.log(`wrote dist/page.html (${page.length} characters)`);
