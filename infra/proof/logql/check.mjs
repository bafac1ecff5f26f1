// Holds LogQL queries to the grammar of Grafana's query editor.
//
//     node check.mjs FOLDER < queries.json
//
// FOLDER holds the node_modules that .ci/run installs; queries.json is an array of {"origin": …, "text": …}. Prints each
// query that is not LogQL with its origin and the place of its first error, and exits with 1 if there is any.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { parser } = createRequire(resolve(process.argv[2], 'any'))('@grafana/lezer-logql');

// Grafana fills its variables in before it asks Loki, so they are not LogQL: $name, ${name}, ${name:format}, [[name]].
const VARIABLE = /\$(\w+)|\$\{([\w.]+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]/g;

// Built-in durations become 5m, built-in numbers 5, and all others a word, which is right within a string and nowhere
// else. Each is made as long as what it replaces, so that positions stay true.
function filled(query) {
  return query.replace(VARIABLE, (variable, plain, braced, bracketed) => {
    const name = plain ?? braced ?? bracketed;
    if (/^__(auto|interval|range|rate_interval)$/.test(name)) {
      return '5m'.padStart(variable.length, '0');
    }
    if (/^__(interval_ms|range_ms|range_s|from|to)$/.test(name)) {
      return '5'.padStart(variable.length, '0');
    }
    return 'x'.repeat(variable.length);
  });
}

// The parser never gives up: it marks what it could not read, and goes on.
function firstError(query) {
  let position = -1;
  parser.parse(query).iterate({
    enter(node) {
      if (position < 0 && node.type.isError) {
        position = node.from;
      }
    },
  });
  return position;
}

let wrong = 0;
const queries = JSON.parse(readFileSync(0, 'utf8'));
for (const { origin, text } of queries) {
  const position = firstError(filled(text));
  if (position >= 0) {
    wrong++;
    const lines = text.slice(0, position).split('\n');
    console.log(`${origin}: not LogQL at ${lines.length}:${lines.at(-1).length + 1}: ${text}`);
  }
}
console.log(`${queries.length} queries, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
