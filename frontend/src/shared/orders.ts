/** The keys to a guest's orders, kept for as long as the tab is open; the mails carry them for ever. */
const PREFIX = "order:";

export const orderToken = {
  of: (number: string): string => sessionStorage.getItem(PREFIX + number) ?? "",
  keep: (number: string, token: string | null): void => {
    if (token) sessionStorage.setItem(PREFIX + number, token);
  },
};
