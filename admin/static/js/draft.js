// What is typed into a form is kept a few seconds after the last change, and once more as it is sent.
// Files go on their way only when the words are safe: an upload that breaks off takes the page with it.
// Without this the page does the same when a form is refused or the session has ended.
const PAUSE = 3000, PATIENCE = 5000;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  let waiting, going = false;
  function body() {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") kept.append(name, value);
    return kept;
  }
  async function save(sending) {
    clearTimeout(waiting);
    const init = { method: "POST", body: body(), headers: { "X-Autosave": "1" }, keepalive: sending === "leaving", redirect: "manual" };
    if (sending === "files") init.signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(form.dataset.draft, init).catch(() => null);
    if (!sending) state.textContent = answer?.ok ? `✓ ${form.dataset.saved}` : `✕ ${form.dataset.lost}`;
    state.classList.toggle("bad", !sending && !answer?.ok);
    return answer;
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE, "");
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formAction.endsWith("/draft")) return;
    if (![...form.querySelectorAll("input[type=file]")].some((each) => each.files.length)) return void save("leaving");
    if (going) {
      going = false;
      return;
    }
    event.preventDefault();
    if (form.dataset.going) return;
    form.dataset.going = "yes";
    state.textContent = `… ${form.dataset.sending}`;
    save("files").then((answer) => {
      setTimeout(() => delete form.dataset.going, answer ? PATIENCE : 0);
      if (!answer) {
        state.textContent = `✕ ${form.dataset.cut}`;
        return state.classList.add("bad");
      }
      going = true;
      form.requestSubmit(event.submitter);
    });
  });
}
