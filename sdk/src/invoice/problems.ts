import type { Bilingual } from '../text.ts'

/** Sentences per stable code. The codes are part of the public interface; the wording is not. */
const SENTENCES = {
  too_large: {
    en: 'The file is larger than 10 MB. Remove embedded attachments and try again.',
    zh: '文件超过 10 MB。请去掉内嵌附件后重试。',
  },
  bad_encoding: {
    en: 'The file is not valid UTF-8 or UTF-16 text. Save it as UTF-8 and try again.',
    zh: '文件不是有效的 UTF-8 或 UTF-16 文本。请另存为 UTF-8 后重试。',
  },
  malformed_xml: {
    en: 'The file is not well-formed XML. Export it again from the invoicing system.',
    zh: '文件不是格式正确的 XML。请从开票系统重新导出。',
  },
  forbidden_doctype: {
    en: 'The file contains a DOCTYPE, which invoices do not need and this reader refuses for safety.',
    zh: '文件含有 DOCTYPE 声明。电子发票不需要它，出于安全考虑不予读取。',
  },
  too_complex: {
    en: 'The file is nested too deeply or has too many parts for an invoice.',
    zh: '文件嵌套过深或内容过多，不像一张发票。',
  },
  not_an_invoice: {
    en: 'This is neither a UBL 2.1 invoice nor a UN/CEFACT CII invoice.',
    zh: '这既不是 UBL 2.1 发票，也不是 UN/CEFACT CII 发票。',
  },
  credit_note: {
    en: 'This is a credit note. Only invoices can become receivables.',
    zh: '这是贷项通知单（红字单据）。只有发票可以形成应收账款。',
  },
  missing_type: { en: 'The invoice type code (BT-3) is missing.', zh: '缺少发票类型代码（BT-3）。' },
  missing_number: { en: 'The invoice number (BT-1) is missing.', zh: '缺少发票号码（BT-1）。' },
  missing_issue_date: { en: 'The issue date (BT-2) is missing.', zh: '缺少开票日期（BT-2）。' },
  missing_currency: { en: 'The invoice currency (BT-5) is missing.', zh: '缺少发票币种（BT-5）。' },
  missing_seller: {
    en: 'The seller (BG-4) or its name (BT-27) is missing.',
    zh: '缺少销售方（BG-4）或其名称（BT-27）。',
  },
  missing_seller_id: {
    en: 'The seller has no identifier: VAT number (BT-31), registration (BT-30) or other id (BT-29).',
    zh: '销售方没有任何标识：税号（BT-31）、注册号（BT-30）或其他标识（BT-29）。',
  },
  missing_buyer: {
    en: 'The buyer (BG-7) or its name (BT-44) is missing.',
    zh: '缺少购买方（BG-7）或其名称（BT-44）。',
  },
  missing_total: { en: 'A total that every invoice must state is missing.', zh: '缺少发票必须载明的合计金额。' },
  negative_total: {
    en: 'The amount due for payment (BT-115) is negative. Only an amount owed to the seller can be financed.',
    zh: '应付金额（BT-115）为负数。只有欠销售方的款项才能融资。',
  },
  zero_total: {
    en: 'The amount due for payment (BT-115) is zero. Nothing is left to finance.',
    zh: '应付金额（BT-115）为零，没有可融资的款项。',
  },
  bad_amount: {
    en: 'An amount is not a plain decimal number with at most the decimals of its currency.',
    zh: '金额不是普通小数，或小数位数超过该币种的规定。',
  },
  bad_date: { en: 'A date is not a real calendar day.', zh: '日期不是有效的日历日。' },
  bad_currency: { en: 'The currency is not a current ISO 4217 code.', zh: '币种不是现行 ISO 4217 代码。' },
  currency_mismatch: {
    en: 'An amount is stated in another currency than the invoice.',
    zh: '金额的币种与发票币种不一致。',
  },
  repeated_field: {
    en: 'A term that may appear once appears several times, so its value is ambiguous.',
    zh: '只能出现一次的内容出现了多次，无法确定取值。',
  },
  too_long: { en: 'A value is longer than 1,000 characters.', zh: '内容超过 1,000 个字符。' },
} as const satisfies Record<string, Bilingual>

/** Stable reason for which an invoice file is refused. */
export type InvoiceProblemCode = keyof typeof SENTENCES

/** One thing that is wrong with an invoice, and where. */
export interface InvoiceProblem {
  readonly code: InvoiceProblemCode
  /** The canonical field concerned, such as `seller.vatId` or `totals.payable`; absent when the whole file is. */
  readonly field?: string
  /** The offending text or position, for a developer; never needed to understand the message. */
  readonly detail?: string
  readonly message: Bilingual
}

/** Every code that {@link InvoiceProblem} may carry. */
export const INVOICE_PROBLEM_CODES: readonly InvoiceProblemCode[] = Object.keys(SENTENCES) as InvoiceProblemCode[]

/** A hostile file must not fill a log with its own text. */
const MAX_DETAIL = 200

/** Describes a problem in both languages. */
export function problem(code: InvoiceProblemCode, field?: string, detail?: string): InvoiceProblem {
  const message = SENTENCES[code]
  const short = detail?.slice(0, MAX_DETAIL)
  return { code, message, ...(field === undefined ? {} : { field }), ...(short === undefined ? {} : { detail: short }) }
}

/** An invoice file that cannot become a receivable. Its `code` and `field` are those of the first problem. */
export class InvoiceError extends Error {
  override readonly name = 'InvoiceError'
  readonly problems: readonly [InvoiceProblem, ...InvoiceProblem[]]

  constructor(problems: readonly [InvoiceProblem, ...InvoiceProblem[]]) {
    super(problems.map(({ code, field, detail }) => [code, field, detail].filter(Boolean).join(' ')).join('; '))
    this.problems = problems
  }

  get code(): InvoiceProblemCode {
    return this.problems[0].code
  }

  get field(): string | undefined {
    return this.problems[0].field
  }

  get sentence(): Bilingual {
    return this.problems[0].message
  }
}

/** Throws an {@link InvoiceError} for a problem that makes reading on pointless. */
export function refuse(code: InvoiceProblemCode, detail?: string): never {
  throw new InvoiceError([problem(code, undefined, detail)])
}
