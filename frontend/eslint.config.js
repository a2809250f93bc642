import importX, { createNodeResolver } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Shared, then features, then app; a feature never looks into another one.
const FEATURES = ["home", "listing", "product", "store", "search", "cart", "checkout", "order", "signin", "account", "missing", "seller", "staff"];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/shared/api/schema.d.ts"] },
  ...tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks, "import-x": importX },
    rules: {
      "jsx-a11y/label-has-associated-control": ["error", { depth: 4 }],
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-restricted-syntax": [
        "error",
        { selector: "Literal[value=/(^|\\s)(m[lr]|p[lr]|left|right|text-left|text-right|border-[lr]|rounded-[lr])-/]", message: "Say start and end, not left and right: half of the readers read the other way." },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Texts are texts." },
      ],
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            { target: "./src/shared", from: ["./src/features", "./src/app"], message: "Shared code knows no feature." },
            { target: "./src/features", from: "./src/app", message: "A feature does not know the app around it." },
            ...FEATURES.map((name) => ({ target: `./src/features/${name}`, from: "./src/features", except: [`./${name}`], message: "A feature never imports another." })),
          ],
        },
      ],
    },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".json"] })] },
  },
);
