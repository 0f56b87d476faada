import { test, expect } from './fixtures.ts'
import { Person } from './person.ts'
import { setScene } from './scene.ts'
test('x', async ({ browsers, chain }) => {
  await setScene(chain)
  const p = await Person.of('jiangnan', browsers, { width: 375, height: 812 })
  await p.page.goto('/treasury')
  await expect(p.page.getByText('Maturity ladder').first()).toBeVisible()
  await p.page.waitForTimeout(1500)
  console.log(await p.page.evaluate(() => [...document.querySelectorAll('figure > div, figure svg, figure table, figure')].map(e => e.tagName + ' ' + JSON.stringify(e.getBoundingClientRect()))))
  console.log(await p.page.evaluate(() => { const w = innerWidth; return [...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > w + 1).map(e => e.tagName + '.' + (e.getAttribute('class') ?? '').slice(0,60) + ' ' + e.getBoundingClientRect().right) }))
  await p.page.screenshot({ path: '/tmp/t1.png' , fullPage: true})
})
