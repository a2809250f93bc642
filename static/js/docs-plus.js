"use strict";

(function () {
  const { request, verify, code } = document.currentScript.dataset;
  const field = (id) => document.getElementById(id);
  const say = (text) => { field("message").textContent = text; };

  async function post(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
    });
    const data = await answer.json();
    if (!answer.ok) {
      throw new Error(data.detail || data.title);
    }
    return data;
  }

  function onSubmit(form, work) {
    field(form).addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await work();
      } catch (error) {
        say(error.message);
      }
    });
  }

  onSubmit("request-form", async () => {
    const target = field("target").value;
    await post(request, { target, purpose: "login" });
    field("code").value = (await post(code, { target })).code;
    field("verify-form").hidden = false;
    say("The code is filled in.");
  });

  onSubmit("verify-form", async () => {
    const data = await post(verify, { target: field("target").value, code: field("code").value, purpose: "login" });
    field("access").value = data.access;
    field("result").hidden = false;
    say(`Signed in as ${data.user.email || data.user.phone}.`);
  });
})();
