import { html, render } from './lib/lit-html.js';
import { address } from './address.js';
import { header } from './header.js';
import { ask, Connection } from './store.js';
import { NowView } from './now.js';
import { RequestsView } from './requests.js';
import { RequestView } from './request.js';
import { LogsView } from './logs.js';
import { StreamsView } from './streams.js';

/** Of a position, which begins with them. */
const RUN_DIGITS = 8;
const ID = /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const app = {
  /** @type {import('./header.js').View} */ view: /** @type {any} */ (undefined),
  /** @type {Connection | undefined} */ connection: undefined,
  state: 'connecting',
  paused: false,
  /** Where each view that is paused stood still. @type {Map<string, string>} */ pauses: new Map(),
  /** The last view of each name. @type {Map<string, import('./header.js').View>} */ last: new Map(),
  about: { service: '', version: '', environment: '', links: /** @type {Record<string, string>} */ ({}) },
  /** Of the service: another one after each of its starts. */ run: '',
  scheduled: false,
};

/** Changes the address without a step in the history. @param {Record<string, string>} changed */
function adjust(changed) {
  const { name, params } = address();
  for (const [key, value] of Object.entries(changed)) {
    if (value) params.set(key, value);
    else params.delete(key);
  }
  history.replaceState(null, '', `#/${name}${params.size ? '?' : ''}${params}`);
  route();
}

function route() {
  const { name, id, params } = address();
  app.connection?.close();
  app.view?.close?.();
  const context = { params, adjust, schedule, state, about: app.about };
  if (name === 'requests') app.view = new RequestsView(context);
  else if (name === 'request') app.view = new RequestView(context, id);
  else if (name === 'logs') app.view = new LogsView(context);
  else if (name === 'streams') app.view = new StreamsView(context);
  else app.view = new NowView(context);
  document.title = `${app.view.title} · ${app.about.service || 'Cockpit'}`;
  const last = app.last.get(name);
  const stood = app.pauses.get(name);
  app.paused = last !== undefined && stood !== undefined;
  if (last) app.view.follow?.(last, app.paused);
  app.last.set(name, app.view);
  app.state = 'connecting';
  if (app.paused) lookBack(String(stood));
  else connect();
  schedule();
}

/** A filter that is changed while it is paused also finds what the service still holds of before. @param {string} stood */
async function lookBack(stood) {
  const { view } = app;
  const [run, request, line] = stood.split('-');
  view.until = [Number(request), Number(line)];
  const source = view.source();
  if (!source || !view.searches) return;
  try {
    const data = await ask(source.snapshot, source.query);
    if (app.view !== view || !app.paused || !data.position.startsWith(run)) return;
    view.event('snapshot', data);
  } catch (e) {
    if (app.view === view && /** @type {any} */ (e).status === 400) app.state = 'refused';
  }
  schedule();
}

function connect() {
  const source = app.view.source();
  // A view without a source says itself whether it is answered.
  app.connection = source && new Connection(source, { event: take, state });
}

/** @param {string} name @param {any} data */
function take(name, data) {
  if (app.paused && name !== 'snapshot') return;
  if (name === 'snapshot') about(data);
  if (name === 'gap' && data.restarted) {
    forget();
    app.run = '';
    introduce();
  }
  app.view.event(name, data);
  schedule();
}

/** @param {string} state */
function state(state) {
  app.state = state;
  if (state === 'live' && !app.about.service) introduce();
  schedule();
}

/** Whose page this is, and of which run. @param {any} data */
function about(data) {
  const { service, version, environment, links, position } = data;
  const run = position.slice(0, RUN_DIGITS);
  if (app.run && run !== app.run) forget();
  app.run = run;
  Object.assign(app.about, { service, version, environment, links });
  document.title = `${app.view.title} · ${service}`;
}

/** Asks for it, where no view does. */
async function introduce() {
  try {
    about(await ask('figures', { max: '1' }));
    schedule();
  } catch {
    // The view says what is wrong.
  }
}

/** The service was started anew. */
function forget() {
  for (const view of app.last.values()) view.forget?.();
  app.pauses.clear();
}

function pause() {
  const { name } = address();
  app.paused = !app.paused;
  if (app.paused) {
    app.pauses.set(name, app.connection?.position || '');
    app.connection?.close();
  } else {
    app.pauses.delete(name);
    app.view.until = [];
    app.state = 'connecting';
    connect();
  }
  schedule();
}

function schedule() {
  if (app.scheduled) return;
  app.scheduled = true;
  requestAnimationFrame(() => {
    app.scheduled = false;
    draw();
  });
}

/** @param {string} text */
function search(text) {
  const wanted = text.trim();
  if (ID.test(wanted)) location.hash = `#/request/${encodeURIComponent(wanted)}`;
  else if (app.view.searches) adjust({ q: wanted });
  else {
    app.pauses.delete('requests');
    location.hash = `#/requests${wanted ? `?${new URLSearchParams({ q: wanted })}` : ''}`;
  }
}

function draw() {
  render(
    html`${header(app, address(), { search, pause })}
      <main id="main" tabindex="-1"><h1 class="hidden">${app.view.title}</h1>${app.view.render()}</main>`,
    document.body,
  );
  app.view.rendered?.();
}

addEventListener('hashchange', route);
// A page that a browser keeps for its back button would keep one of the six connections to this host.
addEventListener('pagehide', () => app.connection?.close());
addEventListener('pageshow', event => {
  if (event.persisted && !app.paused) route();
});
addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (typing && event.key === 'Escape') /** @type {HTMLElement} */ (event.target).blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') document.getElementById('q')?.focus();
  else if (event.key === 'p' && app.view.pausable) pause();
  else if (!app.view.key?.(event.key)) return;
  event.preventDefault();
});
route();
