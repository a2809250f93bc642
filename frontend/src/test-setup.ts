/** The facts that every page comes with, as the tests of logic need them. */
const facts = {
  site: "Serai",
  language: "en",
  languages: [{ code: "en", name: "English" }],
  prefix: "",
  theme: "light",
  market: "intl",
  markets: [{ code: "intl", name: "International", currency: "USD", countries: [], default_language: "en", tax_name: "", tax_basis_points: 0, rounding_step_minor: 1 }],
  person: null,
  csrf_cookie: "csrftoken",
  answers: [],
};
const element = document.createElement("script");
element.id = "boot";
element.type = "application/json";
element.textContent = JSON.stringify(facts);
document.body.append(element);
