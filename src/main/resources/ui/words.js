/**
 * The words of the search box, as the service reads them (SearchWords, RequestSearch, LogSearch), for what a paused page shows: it may be
 * gone from the service, or the service itself may be.
 *
 * @typedef {{negated: boolean, key: string, value: string}} Word
 */

const WORD = /(-?)(?:([A-Za-z][A-Za-z0-9_.]*):)?(?:"([^"]*)"?|(\S+))/g;
const DURATION = /^([<>])(\d+(?:\.\d+)?)(us|ms|s|m)?$/;
const SECONDS = { us: 1e-6, ms: 1e-3, s: 1, m: 60 };
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** @param {string} text @returns {Word[]} */
function parse(text) {
  return [...text.matchAll(WORD)].map(([, minus, key = '', quoted, bare]) => ({
    negated: minus !== '',
    key: key.toLowerCase(),
    value: (quoted ?? bare).toLowerCase(),
  }));
}

/** @param {unknown} text @param {string} value */
const has = (text, value) => text !== null && text !== undefined && String(text).toLowerCase().includes(value);

/** As a text, where its key is the name of nothing, as in localhost:8000. @param {Word} word */
const asText = word => (word.key ? `${word.key}:${word.value}` : word.value);

/** @param {Word} word @param {any} row */
function isOfRequest(word, row) {
  const limit = word.key ? null : DURATION.exec(word.value);
  if (limit) {
    const seconds = Number(limit[2]) * SECONDS[/** @type {keyof SECONDS} */ (limit[3] || 'ms')];
    const took = row.duration_seconds ?? row.age_seconds;
    return limit[1] === '>' ? took > seconds : took < seconds;
  }
  const { value } = word;
  const status = String(row.status ?? '');
  switch (word.key) {
    case 'status':
      return status !== '' && (value.endsWith('xx') ? status[0] === value[0] : status.startsWith(value));
    case 'kept':
      return Boolean(row.kept) && (value === 'yes' || has(row.kept, value));
    case 'id':
      return has(row.request_id, value);
    case 'trace':
      return has(row.trace_id, value);
    case 'outcome':
    case 'route':
    case 'method':
    case 'path':
    case 'client':
      return has(row[word.key], value);
    default:
      return ['path', 'route', 'request_id', 'trace_id', 'method', 'detail', 'outcome', 'phase'].some(name => has(row[name], asText(word)));
  }
}

/** @param {Word} word @param {any} line */
function isOfLine(word, line) {
  const { key, value } = word;
  if (key === 'level' || key === 'event' || key === 'logger') return has(line[key], value);
  if (key === 'request' || key === 'trace') return has(line[`${key}_id`], value);
  const fields = Object.entries(line.fields);
  const named = key !== '' && fields.some(([name, field]) => name.toLowerCase() === key && has(field, value));
  const texts = [line.event, line.request_id, line.trace_id, line.logger, line.exception, ...fields.map(([, field]) => field)];
  return named || texts.some(text => has(text, asText(word)));
}

/** Which requests a filter wants, under way or ended. @param {string} text @returns {(row: any) => boolean} */
export function requestFilter(text) {
  const words = parse(text);
  return row => words.every(word => isOfRequest(word, row) !== word.negated);
}

/** Which lines a filter wants. @param {string} text @param {string} level the least severe @returns {(line: any) => boolean} */
export function lineFilter(text, level) {
  const words = parse(text);
  const least = LEVELS.indexOf(level);
  return line => LEVELS.indexOf(line.level) >= least && words.every(word => isOfLine(word, line) !== word.negated);
}
