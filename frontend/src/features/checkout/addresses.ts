/** The address book of whoever is signed in, and where the parcels go. */
import { useRead } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import type { Draft } from "./draft";

export type Known = components["schemas"]["AddressOutput"];

export function useAddresses(): Known[] {
  const { data } = useRead("/api/accounts/addresses/", {}, { enabled: boot.person !== null });
  return data?.results ?? [];
}

export function placeOf(draft: Draft, addresses: Known[]): { country: string; city: string } {
  const { country, city } = addresses.find(({ id }) => id === draft.addressId) ?? draft.address;
  return { country, city };
}
