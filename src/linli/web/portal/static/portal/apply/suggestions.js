/* A list under a field that narrows while one types: in-app browsers show a datalist badly or not at all. */
const MOST = 8;

export function bindSuggestions(input) {
  const words = [...document.getElementById(input.getAttribute("list")).options].map((option) => option.value);
  const box = document.createElement("div");
  const list = document.createElement("ul");
  let chosen = -1;
  input.removeAttribute("list");
  box.className = "suggest";
  list.className = "suggest-list";
  list.id = `${input.id}_suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可选内容");
  list.hidden = true;
  const isTypedInto = document.activeElement === input;
  input.before(box);
  box.append(input, list);
  // Moving a field takes the cursor out of it, and what is typed meanwhile would be lost.
  if (isTypedInto) input.focus();
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  function fitting() {
    const typed = input.value.trim();
    if (!typed) return [];
    const inOrder = (word) => {
      let from = 0;
      for (const sign of typed) {
        from = word.indexOf(sign, from) + 1;
        if (!from) return false;
      }
      return true;
    };
    const found = words.filter((word) => word !== typed && inOrder(word));
    return [...found.filter((word) => word.includes(typed)), ...found.filter((word) => !word.includes(typed))].slice(0, MOST);
  }

  function show() {
    const found = fitting();
    chosen = -1;
    list.replaceChildren(...found.map((word, place) => {
      const line = document.createElement("li");
      line.id = `${list.id}_${place}`;
      line.textContent = word;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(word);
      });
      return line;
    }));
    open(found.length > 0);
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) input.removeAttribute("aria-activedescendant");
  }

  function take(word) {
    input.value = word;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    open(false);
  }

  function move(by) {
    const lines = [...list.children];
    if (list.hidden || !lines.length) return;
    lines[chosen]?.setAttribute("aria-selected", "false");
    chosen = (chosen + by + lines.length) % lines.length;
    lines[chosen].setAttribute("aria-selected", "true");
    lines[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", lines[chosen].id);
  }

  input.addEventListener("input", (event) => event.isTrusted && show());
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].textContent);
    } else if (event.key === "Escape") {
      open(false);
    }
  });
}
