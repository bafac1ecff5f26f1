import { html, nothing } from './lib/lit-html.js';
import { badge, number, percent, since } from './format.js';

const TONES = { healthy: 'good', degraded: 'warn', unhealthy: 'bad', skipped: 'quiet' };
const WORDS = { healthy: 'works', degraded: 'degraded', unhealthy: 'down', skipped: 'not configured' };

/** What the service depends on and what it promises, a tile each. @param {any} state */
export function tiles(state) {
  return [ready(state), ...state.checks.slice(1).map(check), ...state.upstreams.map(upstream), ...state.goals.map(goal)];
}

/** @param {any} state */
function ready(state) {
  const lifecycle = state.checks[0];
  /** @type {string[]} */
  const down = state.checks.flatMap((/** @type {any} */ check) => (check.state === 'unhealthy' ? check.name : []));
  return html`<li class="tile"><h3>Readiness</h3>${badge(state.ready ? 'ready' : 'not ready', state.ready ? 'good' : 'bad')}
    <p>${down.length && !state.ready ? `because of ${down.join(', ')}` : html`${lifecycle.message} since ${since(lifecycle.since)}`}</p></li>`;
}

/** @param {any} check */
function check(check) {
  const state = /** @type {keyof TONES} */ (check.state);
  return html`<li class="tile"><h3>${check.name}</h3>${badge(WORDS[state], TONES[state])}
    <p>${state === 'skipped' ? 'no address is given' : html`${check.message} since ${since(check.since)}`}</p></li>`;
}

/** Whether a source works. @param {any} source */
export function works(source) {
  if (!source.works) return badge('failing', 'bad');
  return source.calls.length ? badge('works', 'good') : badge('not asked yet', 'quiet');
}

/** Since when, and its breaker. @param {any} source */
export function standing(source) {
  return `${source.since ? `since ${since(source.since)}, ` : ''}breaker ${source.breaker.replace('_', ' ')}`;
}

/** @param {any} source */
function upstream(source) {
  const last = source.calls[0];
  return html`<li class="tile"><h3>${source.name}</h3>${works(source)}
    <p>${standing(source)}${last ? html`, last call ${since(last.at)}: ${last.why || last.outcome}` : nothing}</p></li>`;
}

/** An objective, of this instance since its start. @param {any} goal */
function goal(goal) {
  const spent = goal.budget_left < 0;
  return html`<li class="tile"><h3>${goal.name} ${number(goal.target * 100)} %</h3>${badge(spent ? 'overspent' : `${percent(goal.budget_left)} of budget left`, spent ? 'bad' : goal.burn > 1 ? 'warn' : 'good')}
    <p>${number(goal.bad)} of ${number(goal.good + goal.bad)} failed it since the start${goal.burn === null ? nothing : html`, ${number(goal.burn)} times as fast as allowed, 5 min`}</p></li>`;
}
