// What is typed into a form is kept a few seconds after the last change, and once more as it is sent.
// Without this the page does the same when a form is refused or the session has ended.
const PAUSE = 3000;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  let waiting;
  function body() {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") kept.append(name, value);
    return kept;
  }
  async function save(sending) {
    clearTimeout(waiting);
    const init = { method: "POST", body: body(), headers: { "X-Autosave": "1" }, keepalive: sending, redirect: "manual" };
    const answer = await fetch(form.dataset.draft, init).catch(() => null);
    if (!sending) state.textContent = answer?.ok ? `✓ ${form.dataset.saved}` : `✕ ${form.dataset.lost}`;
    state.classList.toggle("bad", !sending && !answer?.ok);
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE, false);
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.formAction.endsWith("/draft")) save(true);
  });
}
