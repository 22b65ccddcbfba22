// Passkeys: make one, use one after the password, or sign in with one alone. The server checks what the device says.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

const said = (credential) => {
  const { response } = credential, told = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = text(response[name]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: told, clientExtensionResults: credential.getClientExtensionResults() };
};

const made = (asked, alone) => navigator.credentials.create({ publicKey: {
  ...asked,
  challenge: bytes(asked.challenge),
  user: { ...asked.user, id: bytes(asked.user.id) },
  excludeCredentials: known(asked.excludeCredentials),
  authenticatorSelection: { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone, userVerification: alone ? "required" : "preferred" },
} });

const used = (asked) => navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) } });

const fetched = async (form) => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("too many tries");
  return (await answer.json()).request_options.publicKey;
};

const given = (form) => {
  const { creation_options: make, request_options: use } = JSON.parse(form.dataset.options);
  return (make ?? use).publicKey;
};

const answers = {
  "sign-in": async (form) => used(await fetched(form)),
  use: (form) => used(given(form)),
  make: (form) => made(given(form), form.elements.passwordless?.checked ?? false),
};

const why = { NotAllowedError: "The device said no, or nobody answered it. Try again.", InvalidStateError: "This device has a key for your account already.", SecurityError: "Passkeys work over https, or on localhost." };

export const passkeys = () => document.addEventListener("click", async (event) => {
  const form = event.target.closest("[data-passkey] button")?.form;
  if (!form?.dataset.passkey) return;
  const wrong = form.querySelector(".wrong[role=alert][hidden], .wrong[data-shown]");
  try {
    form.elements.credential.value = JSON.stringify(said(await answers[form.dataset.passkey](form)));
    form.submit();
  } catch (error) {
    wrong.textContent = why[error.name] ?? "That did not work. Wait a minute and try again.";
    wrong.dataset.shown = "";
    wrong.hidden = false;
  }
});
