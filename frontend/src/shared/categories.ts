import { useRead } from "./api/read";

export interface Category {
  id: string;
  slug: string;
  /** The slugs from the top, joined by "/". */
  path: string;
  name: string;
  image: string | null;
  children: Category[];
}

/** The tree of categories; it changes rarely. */
export function useCategories(options: { enabled?: boolean } = {}): Category[] {
  const { data } = useRead("/api/catalog/categories/tree/", {}, { staleTime: 600_000, ...options });
  return (data?.results ?? []) as unknown as Category[];
}

/** From the top down to the category of this path; empty where there is none. */
export function trail(tree: Category[], path: string): Category[] {
  for (const one of tree) {
    if (one.path === path) return [one];
    if (path.startsWith(`${one.path}/`)) {
      const below = trail(one.children, path);
      if (below.length > 0) return [one, ...below];
    }
  }
  return [];
}
