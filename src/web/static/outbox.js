// Brings a response to the server.

export async function deliver(wave, body) {
  const address = `/api/v1/waves/${wave}/responses?lang=${document.documentElement.lang}`;
  try {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    // Taken before, with these or other answers: the first ones count.
    if (answer.ok || answer.status === 409) return { outcome: "sent" };
    if (answer.status !== 422) return { outcome: "failed" };
    return { outcome: "refused", violations: (await answer.json()).violations };
  } catch {
    return { outcome: "failed" };
  }
}
