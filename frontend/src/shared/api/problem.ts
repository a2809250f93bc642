/** A refusal of the API (RFC 9457), or no answer at all. */
interface Body {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  request_id?: string;
}

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 when nothing answered. */
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: { pointer: string; code: string; detail: string }[],
    readonly requestId: string,
    /** Seconds to wait before another try makes sense. */
    readonly retryAfter: number,
  ) {
    super(detail || code);
  }

  static async of(response: Response): Promise<Problem> {
    let body: Body = {};
    try {
      body = (await response.json()) as Body;
    } catch {
      body = {}; // a proxy's own page says nothing that people could use
    }
    return new Problem(
      response.status,
      body.code ?? "unreadable",
      body.detail ?? body.title ?? "",
      body.errors ?? [],
      body.request_id ?? response.headers.get("X-Request-ID") ?? "",
      Number(response.headers.get("Retry-After") ?? 0),
    );
  }

  static unreachable(): Problem {
    return new Problem(0, "unreachable", "", [], "", 0);
  }

  /** What is wrong with each field, by its name; "" for the whole. */
  get fields(): Map<string, string> {
    return new Map(this.errors.map(({ pointer, detail }) => [pointer.replace(/^#?\//, ""), detail]));
  }
}

export function problemOf(error: unknown): Problem {
  return error instanceof Problem ? error : Problem.unreachable();
}
