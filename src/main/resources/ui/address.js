/** Whoever types an address may type anything. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address says which view is shown, and how: `#/requests?q=status:5xx`. */
export function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/');
  return { name: name || 'now', id: decoded(id || ''), params: new URLSearchParams(query || '') };
}
