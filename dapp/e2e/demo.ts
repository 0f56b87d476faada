/** The demo's own endpoints, as the page's server offers them beside the page. */

/** Sends an order; the answer's text. */
export async function post(url: URL, body: object = {}): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url.pathname} answered ${answer.status}: ${text}`)
  return text
}

/**
 * Lets time pass on the chain.
 * @param page address of the page
 */
export async function passTime(page: string, seconds: number): Promise<void> {
  await post(new URL('/demo/clock', page), { seconds: Math.ceil(seconds) })
}
