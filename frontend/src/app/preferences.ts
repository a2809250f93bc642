export * from "../shared/preferences";
