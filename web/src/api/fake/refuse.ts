// How the server in memory says no: problem+json, as the real one.
type Body = Record<string, unknown>

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Body,
  ) {
    super(String(problem.detail))
  }
}

export const refuse = (status: number, detail: string, more: Body = {}): never => {
  throw new Refusal(status, {
    type: 'about:blank',
    title: detail,
    status,
    code: `fake_${status}`,
    detail,
    trace: 'fake-0001',
    ...more,
  })
}
