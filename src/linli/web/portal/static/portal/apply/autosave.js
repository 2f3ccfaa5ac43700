/* Save fields a moment after they were typed. The same saving twice is one, so it is asked again until it is answered. */
import { stateOf } from "./state.js";

const PAUSE = 800;
const LONGEST_WAIT = 30_000;

export function bindAutosave(form) {
  const say = stateOf(form);
  const base = form.elements.namedItem("base");
  const changed = new Set();
  let timer = 0;
  let wait = 1_000;
  let isBusy = false;

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
  form.addEventListener("submit", () => clearTimeout(timer));
  window.addEventListener("online", () => changed.size && later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed.size) later(0);
  });

  async function send() {
    if (isBusy || !changed.size) return;
    isBusy = true;
    const names = [...changed];
    const all = new FormData(form);
    const body = new URLSearchParams({ csrfmiddlewaretoken: all.get("csrfmiddlewaretoken"), base: base.value });
    for (const name of names) body.set(name, all.get(name) ?? "");
    changed.clear();
    say("正在保存……");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: true, redirect: "manual" });
      if (answer.status === 409) say((await answer.json()).refusal, true);
      else if (answer.ok) tell(await answer.json());
      else if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
      else say("登录已过期，这里填的内容还没有保存。请在新窗口登录，再回到本页点“保存”。", true);
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
    const others = Object.keys(answer.conflicts);
    if (others.length) {
      say("有内容刚才在另一处改过，这里的没有保存。请点“保存”查看并选定。", true);
      return;
    }
    base.value = String(answer.revision);
    say(`已保存 ${answer.saved_at}`);
  }
}
