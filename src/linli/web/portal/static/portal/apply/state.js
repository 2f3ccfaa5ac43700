/* The line below a form that says what becomes of what was typed or chosen. */
export function stateOf(form) {
  const line = form.querySelector("[data-state]");
  return (text, isBad = false, signIn = "") => {
    line.textContent = text;
    if (signIn) {
      const way = document.createElement("a");
      way.href = signIn;
      way.textContent = "登录";
      line.append(" ", way);
    }
    line.classList.toggle("is-bad", isBad);
  };
}
