/* The application's pages, made easier where scripts run: saves what is typed, sends what is chosen. */
import { bindAutosave } from "./apply/autosave.js";
import { bindSignature, keepPledge } from "./apply/signature.js";
import { bindSuggestions } from "./apply/suggestions.js";
import { refreshToken } from "./apply/token.js";
import { bindUploads } from "./apply/uploads.js";

// What only a script can do is promised only where one runs.
for (const promise of document.querySelectorAll("[data-scripted]")) promise.hidden = false;

for (const form of document.querySelectorAll("form[method=post]")) form.addEventListener("submit", () => refreshToken(form));

for (const form of document.querySelectorAll("form[data-autosave]")) bindAutosave(form);
for (const form of document.querySelectorAll("form[data-upload]")) bindUploads(form);
for (const form of document.querySelectorAll("form[data-signature]")) bindSignature(form);
for (const drawn of document.querySelectorAll("[data-drawn]")) keepPledge(drawn);
for (const input of document.querySelectorAll("input[list]")) bindSuggestions(input);
for (const form of document.querySelectorAll("form[data-submit-once]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.setAttribute("aria-busy", "true");
    form.querySelector("[data-state]").textContent = "正在提交，请稍候。没有反应时可以再点一次，不会重复报名。";
  });
}
