/**
 * What comes from the service: a snapshot, then one stream of events; without the stream, a snapshot every other second.
 *
 * @typedef {{kinds: string, query: Record<string, string>, snapshot: string}} Source
 * @typedef {{event: (name: string, data: any) => void, state: (state: string) => void}} Listener
 */

const POLL_MILLIS = 2000;
const RETRY_MILLIS = 10000;
const EVENTS = ['figures', 'requests', 'running', 'logs', 'gap'];

/** @param {string} path @param {Record<string, string>} query */
function url(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  return `/ui/api/${path}${given.length ? '?' : ''}${new URLSearchParams(given)}`;
}

/** @param {string} path @param {Record<string, string>} [query] @returns {Promise<any>} */
export async function ask(path, query = {}) {
  const response = await fetch(url(path, query), { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail || `The service answers with ${response.status}.`), { status: response.status });
  }
  return response.json();
}

/** Follows a source until it is closed. */
export class Connection {
  /** @param {Source} source @param {Listener} listener */
  constructor(source, listener) {
    this.source = source;
    this.listener = listener;
    this.position = '';
    this.closed = false;
    /** @type {EventSource | undefined} */
    this.stream = undefined;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.failedAt = 0;
    this.begin();
  }

  close() {
    this.closed = true;
    this.stream?.close();
    clearTimeout(this.timer);
  }

  async begin() {
    if (this.closed) return;
    if (await this.snapshot()) this.open();
  }

  /** @returns {Promise<boolean>} whether the service answered */
  async snapshot() {
    try {
      const data = await ask(this.source.snapshot, this.source.query);
      if (this.closed) return false;
      this.position = data.position;
      this.listener.event('snapshot', data);
      return true;
    } catch (e) {
      if (this.closed) return false;
      const status = /** @type {any} */ (e).status;
      this.listener.state(status === 401 ? 'locked' : status === 400 ? 'refused' : 'away');
      this.timer = setTimeout(() => this.begin(), POLL_MILLIS);
      return false;
    }
  }

  open() {
    const { kinds, query } = this.source;
    this.stream = new EventSource(url('stream', { ...query, max: '', kinds, after: this.position }));
    this.stream.onopen = () => this.listener.state('live');
    for (const name of EVENTS) {
      this.stream.addEventListener(name, event => this.listener.event(name, JSON.parse(event.data)));
    }
    this.stream.addEventListener('position', event => {
      this.position = JSON.parse(event.data);
    });
    this.stream.addEventListener('goodbye', () => this.listener.state('away'));
    this.stream.onerror = () => {
      // While the browser tries again by itself nothing is lost; where it gives up, as after a 503, plain questions go on.
      if (this.closed) return;
      this.listener.state('away');
      if (this.stream?.readyState === EventSource.CLOSED) {
        this.failedAt = Date.now();
        this.timer = setTimeout(() => this.poll(), POLL_MILLIS);
      }
    };
  }

  async poll() {
    if (this.closed) return;
    if (!(await this.snapshot())) return;
    this.listener.state('polling');
    if (Date.now() - this.failedAt > RETRY_MILLIS) {
      this.open();
    } else {
      this.timer = setTimeout(() => this.poll(), POLL_MILLIS);
    }
  }
}
