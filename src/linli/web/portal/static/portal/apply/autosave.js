/* Save fields a moment after they were typed. The same saving twice is one, so it is asked again until it is answered. */
import { stateOf } from "./state.js";
import { refreshToken } from "./token.js";
import { unsavedOf } from "./unsaved.js";

const PAUSE = 800;
const LONGEST_WAIT = 30_000;
const SIGNED_OUT = new Set([0, 401, 403]);

export function bindAutosave(form) {
  const say = stateOf(form);
  const base = form.elements.namedItem("base");
  const unsaved = unsavedOf(form);
  const changed = new Set(unsaved.bring());
  let timer = 0;
  let wait = 1_000;
  let isBusy = false;
  let isSignedOut = false;

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name || event.target.type === "hidden") return;
    changed.add(event.target.name);
    later(PAUSE);
  });
  form.addEventListener("change", () => changed.size && later(0));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    unsaved.keep(changed);
  });
  window.addEventListener("online", () => changed.size && later(0));
  window.addEventListener("focus", () => isSignedOut && changed.size && later(0));
  document.addEventListener("visibilitychange", () => {
    if (changed.size && (document.visibilityState === "hidden" || isSignedOut)) later(0);
  });
  if (changed.size) later(0);

  async function send() {
    if (isBusy || !changed.size) return;
    isBusy = true;
    refreshToken(form);
    const names = [...changed];
    const all = new FormData(form);
    const body = new URLSearchParams({ csrfmiddlewaretoken: all.get("csrfmiddlewaretoken"), base: base.value });
    for (const name of names) body.set(name, all.get(name) ?? "");
    changed.clear();
    say("正在保存……");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: true, redirect: "manual" });
      isSignedOut = SIGNED_OUT.has(answer.status);
      if (answer.status === 409) say((await answer.json()).refusal, true);
      else if (answer.ok) tell(await answer.json());
      else if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
      else {
        for (const name of names) changed.add(name);
        unsaved.keep(changed);
        if (isSignedOut) say("登录已过期，这里填的内容还没有保存，暂存在本页。请登录，回来后自动保存。", true, form.dataset.signIn);
        else say("没有保存成功，填的内容暂存在本页。请重新打开本页；仍然不行的，向受理单位咨询。", true);
        wait = 1_000;
        return;
      }
      wait = 1_000;
    } catch {
      for (const name of names) changed.add(name);
      say("网络不通，还没有保存。恢复以后自动再存，请不要关闭本页。", true);
      later(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      isBusy = false;
    }
    if (changed.size && wait === 1_000) later(PAUSE);
  }

  function tell(answer) {
    if (Object.keys(answer.conflicts).length) {
      say("有内容刚才在另一处改过，这里的没有保存。请点“保存”查看并选定。", true);
      return;
    }
    unsaved.drop();
    const others = Object.entries(answer.others).filter(([name]) => form.elements.namedItem(name));
    // What is being typed over here is not shown, so it is not seen either: the next saving tells it as a conflict.
    if (others.some(([name]) => changed.has(name))) return;
    for (const [name, text] of others) form.elements.namedItem(name).value = text;
    base.value = String(answer.revision);
    const shown = others.length ? "。另一处改过的内容已显示在本页，请核对" : "";
    say(`已保存 ${answer.saved_at}${shown}`);
  }
}
