// Current ISO 4217 codes for money in circulation, grouped by the number of decimals of the minor unit.
const DECIMALS_0 = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const DECIMALS_2 =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD ' +
  'KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO ' +
  'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
  'THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'
const DECIMALS_3 = 'BHD IQD JOD KWD LYD OMR TND'

const DECIMALS: ReadonlyMap<string, number> = new Map(
  [DECIMALS_0, '', DECIMALS_2, DECIMALS_3].flatMap((codes, decimals) =>
    codes.split(' ').map((code) => [code, decimals] as const),
  ),
)

/** Number of decimals of a currency's minor unit by ISO 4217, or undefined for an unknown code. */
export function currencyDecimals(code: string): number | undefined {
  return code === '' ? undefined : DECIMALS.get(code)
}
