/* What was typed and could not be saved waits in this tab, for the account that typed it, until it is. */
export function unsavedOf(form) {
  const place = `linli:${form.dataset.owner}:${location.pathname}`;
  const base = form.elements.namedItem("base");

  function stored(act) {
    try {
      return act(sessionStorage);
    } catch {
      // A browser that keeps nothing for pages: what was typed stands in the page alone.
      return null;
    }
  }

  return {
    keep(names) {
      if (!names.size) return;
      const all = new FormData(form);
      const texts = Object.fromEntries([...names].map((name) => [name, all.get(name) ?? ""]));
      stored((store) => store.setItem(place, JSON.stringify({ base: base.value, texts })));
    },
    drop() {
      stored((store) => store.removeItem(place));
    },
    /* Put what waited back into the form, seen as it was seen then; return the names. */
    bring() {
      const waiting = JSON.parse(stored((store) => store.getItem(place)) ?? "null");
      this.drop();
      // The answer to a full saving shows what came of it; a closed form takes nothing.
      if (!waiting || "answered" in form.dataset || !form.querySelector("[type=submit]")) return [];
      for (const [name, text] of Object.entries(waiting.texts)) form.elements.namedItem(name).value = text;
      base.value = waiting.base;
      return Object.keys(waiting.texts);
    },
  };
}
