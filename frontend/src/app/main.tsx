import "../styles/index.css";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";

import { Problem } from "../shared/api/problem";
import { texts } from "../shared/i18n";
import { createRouter } from "./router";

const FRESH = 30_000; // ms an answer is shown without being asked for again
const TRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH,
      // A refusal is an answer; only silence and a server in trouble are worth another try.
      retry: (failures, error) => failures < TRIES && error instanceof Problem && error.status === 0,
      refetchOnWindowFocus: true,
    },
  },
});

async function start(): Promise<void> {
  const place = document.getElementById("root");
  if (!place) throw new Error("The page has no place for the shop.");
  const router = createRouter();
  await Promise.all([texts("shop"), router.isReady]);
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router.router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
