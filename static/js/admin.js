// The few things the admin's pages do by themselves: navigation, light and dark, menus, filters.
(function () {
  "use strict";

  const root = document.documentElement;
  const body = document.body;
  const narrow = matchMedia("(max-width: 1023px)");

  function remember(key, value) {
    document.cookie = `${key}=${value};max-age=${365 * 24 * 3600};SameSite=Strict;path=/`;
  }

  function navigation() {
    const button = document.querySelector("[data-lte-toggle=sidebar]");
    const sidebar = document.querySelector(".app-sidebar");
    if (!button || !sidebar) return;
    const isOpen = () => (narrow.matches ? body.classList.contains("sidebar-open") : !body.classList.contains("sidebar-collapse"));
    const show = () => {
      button.setAttribute("aria-expanded", String(isOpen()));
      sidebar.inert = !isOpen();
    };
    button.addEventListener("click", () => {
      if (narrow.matches) {
        body.classList.toggle("sidebar-open");
      } else {
        const closed = body.classList.toggle("sidebar-collapse");
        remember("jazzy_menu", closed ? "closed" : "open");
      }
      show();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && body.classList.contains("sidebar-open")) {
        body.classList.remove("sidebar-open");
        show();
        button.focus();
      }
    });
    document.querySelector(".app-main").addEventListener("click", () => {
      body.classList.remove("sidebar-open");
      show();
    });
    narrow.addEventListener("change", show);
    show();
    const current = sidebar.querySelector("[aria-current]");
    if (current) current.scrollIntoView({ block: "nearest" });
  }

  function lightAndDark() {
    const button = document.querySelector("[data-mode-switch]");
    if (!button) return;
    button.addEventListener("click", () => {
      const mode = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", mode);
      try {
        localStorage.setItem("jazzmin-theme-mode", mode);
      } catch (error) {
        button.title = String(error); // the choice then lasts for this page only
      }
    });
  }

  function menus() {
    const open = () => document.querySelectorAll("details.menu[open]");
    document.addEventListener("click", (event) => {
      open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    });
  }

  // A filter's options may stand for different parameters (price__isnull or price), so the name follows the choice.
  function filters() {
    document.querySelectorAll("select.list-filter").forEach((select) => {
      const rename = () => {
        const name = select.selectedOptions[0].dataset.name;
        if (name) select.name = name;
        else select.removeAttribute("name");
      };
      select.addEventListener("change", () => { rename(); select.form.requestSubmit(); });
      rename();
    });
  }

  // Select2 names its boxes after their value only; they also need the label of the field.
  function suggestions() {
    const name = (box) => {
      const select = box.parentElement.querySelector("select") || box.previousElementSibling;
      const label = select && select.id && document.getElementById(`label_${select.id}`);
      const selection = box.querySelector("[role=combobox]");
      if (label && selection) {
        selection.removeAttribute("aria-labelledby");
        const words = `${label.textContent.replace("*", "").trim()}: ${selection.textContent.trim()}`;
        selection.setAttribute("aria-label", words);
        box.querySelector("[role=textbox]")?.setAttribute("aria-label", words);
      }
    };
    const all = () => document.querySelectorAll(".select2-container").forEach(name);
    window.addEventListener("load", () => setTimeout(all, 0));
    document.addEventListener("change", () => setTimeout(all, 0));
  }

  navigation();
  lightAndDark();
  menus();
  filters();
  suggestions();
})();
