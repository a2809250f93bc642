/** The key to a guest's cart, kept on this device; a signed-in person's cart needs none. */
const NAME = "cart-token";

export const cartToken = {
  get: (): string => localStorage.getItem(NAME) ?? "",
  set: (token: string): void => localStorage.setItem(NAME, token),
  forget: (): void => localStorage.removeItem(NAME),
};
