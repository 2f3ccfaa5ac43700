/* Signing in anew, in this window or another, changes the token that every form must bear. */
export function refreshToken(form) {
  const token = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  const input = form.elements.namedItem("csrfmiddlewaretoken");
  if (token && input) input.value = token.slice("csrftoken=".length);
}
