import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { renderSampleInvoices } from '../../scripts/demo/invoices.ts'
import { root } from '../../scripts/paths.ts'

const NOW = new Date('2026-11-22T02:00:00Z')

/** Runs the command as npm does, and reads its lines. */
function invoice(...args: string[]) {
  const script = join(root, 'scripts', 'invoice.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd: root })
  const lines = stdout.startsWith('{')
    ? stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []
  return { status, lines, stdout, stderr }
}

describe('the invoice command', function () {
  this.timeout(60_000) // starts a process per call

  let folder: string
  const path = (fileName: string) => join(folder, fileName)

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tallystick-invoice-'))
    for (const { fileName, xml } of renderSampleInvoices(NOW)) writeFileSync(path(fileName), xml)
  })

  after(() => rmSync(folder, { recursive: true }))

  it('prints one line per invoice, the same keys for both syntaxes, and exits with 0', () => {
    const { status, lines } = invoice('--today', '2026-11-22', path('invoice-ubl.xml'), path('invoice-cii.xml'))
    expect(status).to.equal(0)
    expect(lines).to.have.length(2)
    const [ubl, cii] = lines
    expect(ubl).to.have.all.keys(
      ...['file', 'syntax', 'number', 'seller', 'buyer', 'currency', 'issueDate', 'dueDate', 'payable'],
      ...['docKey', 'contentHash', 'fingerprint', 'warnings'],
    )
    expect(ubl).to.include({
      file: path('invoice-ubl.xml'),
      syntax: 'UBL',
      number: 'LH-2026-0815',
      currency: 'CNY',
      issueDate: '2026-11-17',
      dueDate: '2027-02-20',
      payable: '356000.00',
      docKey: 'EN16931|CN91310115MA1K4LH88A|LH-2026-0815|2026',
    })
    expect(ubl.seller.vatId).to.equal('CN91310115MA1K4LH88A')
    expect(ubl.buyer.vatId).to.equal('CN91310000132240DH7X')
    expect(ubl.warnings).to.deep.equal([])
    expect(cii).to.deep.equal({ ...ubl, file: path('invoice-cii.xml'), syntax: 'CII' })
  })

  it('exits with 1 when a file is refused, and still reads the others', () => {
    const files = ['second-invoice-ubl.xml', 'credit-note-ubl.xml', 'broken-ubl.xml', 'absent.xml'].map(path)
    const { status, lines } = invoice(...files)
    expect(status).to.equal(1)
    expect(lines.map(({ error }) => error)).to.deep.equal([undefined, 'credit_note', 'missing_number', 'unreadable'])
    const fields = lines[2].problems.map(({ code, field }: { code: string; field: string }) => `${code} ${field}`)
    expect(fields).to.deep.equal([
      'missing_number number',
      'bad_date dueDate',
      'missing_buyer buyer.name',
      'currency_mismatch totals.taxInclusive',
      'zero_total totals.payable',
      'bad_amount totals.lineTotal',
    ])
  })

  it('warns of what only financing forbids', () => {
    const warnings = (today: string) => invoice('--today', today, path('invoice-ubl.xml')).lines[0].warnings
    expect(warnings('2027-02-21')).to.deep.equal(['due_date_past'])
    expect(warnings('2026-01-01')).to.deep.equal(['term_too_long'])
  })

  it('explains itself and refuses a wrong command line with 2', () => {
    expect(invoice('--help'))
      .to.include({ status: 0 })
      .and.have.property('stdout')
      .that.matches(/^Usage: npm run/)
    for (const args of [
      [],
      ['--nonsense'],
      ['--today', 'soon', 'x'],
      ['--network', '../etc', 'x'],
      ['--network', 'nowhere', 'x'],
    ]) {
      const { status, stdout, stderr } = invoice(...args)
      expect([status, stdout]).to.deep.equal([2, ''])
      expect(stderr).to.contain('Usage: npm run')
    }
  })
})

describe('sample invoices', () => {
  it('are financeable whenever the system runs', () => {
    const numbers = [1_000_000_000n, 1_795_305_600n, 4_000_000_000n].map((now) => {
      const [first] = renderSampleInvoices(now, 'E2E1')
      return /<cbc:ID>(LH-[^<]+)</.exec(first?.xml ?? '')?.[1]
    })
    expect(numbers).to.deep.equal(['LH-2001-E2E1', 'LH-2026-E2E1', 'LH-2096-E2E1'])
  })

  it('leave no placeholder and say in both languages what they show', () => {
    for (const { xml, about } of renderSampleInvoices(NOW)) {
      expect(xml).not.to.contain('{{')
      expect(about.en).to.match(/[a-z]/)
      expect(about.zh).to.match(/\p{Script=Han}/u)
    }
  })
})
