// Comfort for the console; everything works without it, by links and forms.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } },
  };

  // ---- times in the reader's own zone ----
  const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const showTimes = (root) => $$("time[datetime]", root).forEach((time) => {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.title = `${full.format(at)} · ${time.dateTime}`;
  });
  showTimes(document);

  // ---- panels: edit and dismiss open in place ----
  const openPanel = (name) => {
    $$("[data-panel]").forEach((button) => {
      const on = button.dataset.panel === name;
      button.setAttribute("aria-expanded", String(on));
    });
    $$("[data-panelform]").forEach((form) => { form.hidden = form.dataset.panelform !== name; });
    $$("[data-textof]").forEach((text) => { text.hidden = text.dataset.textof === name; });
    const first = name && $(`[data-panelform="${name}"] textarea, [data-panelform="${name}"] input:not([type=hidden])`);
    if (first) first.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-panel]");
    if (button) {
      event.preventDefault();
      openPanel(button.getAttribute("aria-expanded") === "true" ? "" : button.dataset.panel);
    }
    const cancel = event.target.closest("[data-cancel]");
    if (cancel) {
      event.preventDefault();
      const form = cancel.closest("[data-panelform]");
      const panel = form?.dataset.panelform;
      if (form) drafts.forget(form);
      openPanel("");
      $(`[data-panel="${panel}"]`)?.focus();
    }
    const tab = event.target.closest("[data-tab]");
    if (tab) { event.preventDefault(); openTab(tab.dataset.tab); }
    const copy = event.target.closest("[data-copy]");
    if (copy) copyFrom(copy);
    if (event.target.closest("[data-keyhelp]")) { event.preventDefault(); help(); }
    if (event.target.closest("[data-closedialog]")) { $("#keys").close(); }
  });

  // ---- a text to copy ----
  $$("[data-copy-url]").forEach((button) => { button.hidden = !navigator.clipboard; });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-url]");
    if (!button) return;
    try {
      const answer = await fetch(button.dataset.copyUrl);
      if (!answer.ok) throw new Error(answer.status);
      await navigator.clipboard.writeText(await answer.text());
      button.textContent = "Copied";
    } catch { button.textContent = "Could not copy"; }
  });

  // ---- a text to hand on ----
  const copyFrom = async (button) => {
    const box = document.getElementById(button.dataset.copy);
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Now press Ctrl+C";
    }
  };
  $$("[data-copy]").forEach((button) => { button.hidden = false; });

  // ---- answer or note ----
  const openTab = (name) => {
    $$("[data-tab]").forEach((tab) => {
      if (tab.dataset.tab === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
    $$("[data-tabform]").forEach((form) => { form.hidden = form.dataset.tabform !== name; });
    $(`[data-tabform="${name}"] textarea`)?.focus();
  };

  // ---- a form is sent once ----
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    drafts.keep(form);
  });
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // ---- half-written texts survive a closed tab ----
  const drafts = {
    key: (area) => area.dataset.draft && `draft:${area.dataset.draft}`,
    keep: (form) => $$("textarea[data-draft]", form).forEach((area) => store.set(drafts.key(area), area.value)),
    forget: (form) => $$("textarea[data-draft]", form).forEach((area) => store.set(drafts.key(area), "")),
  };
  // Only the page that comes after a form knows that its words were taken: an ended session or a broken server keeps them.
  $$("[data-forget]").forEach((mark) => store.set(`draft:${mark.dataset.forget}`, ""));
  $$("textarea[data-draft]").forEach((area) => {
    const kept = store.get(drafts.key(area));
    const panel = area.closest("[data-panelform]");
    if (kept && panel?.hidden && kept !== area.value) {
      area.value = kept;
      openPanel(panel.dataset.panelform);
    } else if (kept && !area.value) {
      area.value = kept;
      if (area.closest("[data-tabform]")?.dataset.tabform === "note") openTab("note");
    }
    area.addEventListener("input", () => store.set(drafts.key(area), area.value));
  });

  // ---- an article at the cursor ----
  $$("[data-insert]").forEach((select) => {
    select.hidden = false;
    select.addEventListener("change", async () => {
      const place = select.value;
      select.value = "";
      const area = document.getElementById(select.dataset.insert);
      if (!place || !area) return;
      const answer = await fetch(place, { credentials: "same-origin" });
      if (!answer.ok) return;
      area.focus();
      area.setRangeText(await answer.text(), area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  // ---- undo lasts for seconds ----
  $$("form[data-until]").forEach((form) => {
    const left = () => Math.ceil((new Date(form.dataset.until) - Date.now()) / 1000);
    const label = $("p span", form);
    const tick = setInterval(() => {
      if (left() <= 0) { clearInterval(tick); form.hidden = true; } else label.textContent = `It goes out in ${left()} s.`;
    }, 500);
  });

  // ---- keys ----
  const switchBox = $("#keyswitch");
  let keysOn = store.get("keys") !== "off";
  const showSwitch = () => {
    document.documentElement.classList.toggle("nokeys", !keysOn);
    if (switchBox) switchBox.checked = keysOn;
  };
  switchBox?.addEventListener("change", () => {
    keysOn = switchBox.checked;
    store.set("keys", keysOn ? "on" : "off");
    showSwitch();
  });
  showSwitch();
  const help = () => { const dialog = $("#keys"); if (dialog && !dialog.open) dialog.showModal(); };

  const rows = () => $$(".row .subject");
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const target = $(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.click();
    return true;
  };
  const goes = { q: "/queue", i: "/incidents", k: "/knowledge", l: "/ledger", m: "/models" };
  let waiting = false;
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && writing?.form) {
      event.preventDefault();
      const main = $("button.main", writing.form) || $("button.button", writing.form);
      if (main) writing.form.requestSubmit(main);
      return;
    }
    if (event.key === "Escape" && writing) { writing.blur(); return; }
    if (event.key === " " && event.target.matches?.("a[role=button]")) {
      event.preventDefault();
      event.target.click();
      return;
    }
    if (!keysOn && event.key !== "?") return;
    if (writing || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
    if (waiting) {
      waiting = false;
      const place = goes[event.key];
      if (place) { event.preventDefault(); location.assign(place); return; }
    }
    let done = true;
    if (event.key === "?") help();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "g") waiting = true;
    else if (event.key === "/") { const box = $("[data-search]"); if (box) { box.focus(); box.select(); } else done = false; }
    else if (event.key === "u" && $("[data-up]")) location.assign($("[data-up]").href);
    else done = press(event.key);
    if (done) event.preventDefault();
  });

  // ---- what changed meanwhile ----
  const later = (task, seconds) => setTimeout(async () => {
    if (!document.hidden) await task();
    later(task, seconds);
  }, seconds * 1000);
  const ask = async (url) => {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  };

  const list = $("[data-live-list]");
  if (list) {
    later(async () => {
      const answer = await ask(list.dataset.liveList);
      if (!answer || answer.mark === list.dataset.mark) return;
      const focused = document.activeElement?.closest?.(".row")?.id;
      list.innerHTML = answer.html;
      list.dataset.mark = answer.mark;
      if (focused) $(`#${CSS.escape(focused)} .subject`)?.focus();
      showTimes(list);
    }, 3);
  }
  const ticket = $("[data-live-ticket]");
  if (ticket) {
    // What a form was answered with has the form's address: loading it anew must not send the form again.
    const page = ticket.dataset.page;
    const answered = location.pathname !== page;
    if (answered) history.replaceState(null, "", page);
    later(async () => {
      const answer = await ask(ticket.dataset.liveTicket);
      if (!answer || answer.mark === ticket.dataset.mark) return;
      const writing = $$("textarea").some((area) => area.value !== area.defaultValue);
      if (!writing && !answered && !document.activeElement?.closest?.("form, dialog") && !$('[data-panel][aria-expanded="true"]')) {
        location.reload();
        return;
      }
      const news = $("#news");
      if (news) news.hidden = false;
    }, 5);
  }
})();
