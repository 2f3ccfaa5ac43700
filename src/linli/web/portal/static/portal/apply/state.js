/* The line below a form that says what becomes of what was typed or chosen. */
export function stateOf(form) {
  const line = form.querySelector("[data-state]");
  return (text, isBad = false) => {
    line.textContent = text;
    line.classList.toggle("is-bad", isBad);
  };
}
