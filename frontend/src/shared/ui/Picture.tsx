import clsx from "clsx";

export interface Shown {
  url: string;
  srcset?: string;
  alt_text: string;
  width?: number;
  height?: number;
}

interface Properties {
  image: Shown | null;
  /** How wide it is drawn, as the `sizes` of an image. */
  sizes: string;
  /** The first picture of a page is fetched before all else. */
  isFirst?: boolean;
  className?: string;
}

const SIDE = 800;

/** A product's picture on its plate; a plate alone where there is none. The box keeps its ratio while it loads. */
export function Picture({ image, sizes, isFirst = false, className }: Properties) {
  return (
    <div className={clsx("aspect-square w-full overflow-hidden bg-plate", className)}>
      {image && (
        <img
          src={image.url}
          srcSet={image.srcset || undefined}
          sizes={image.srcset ? sizes : undefined}
          alt={image.alt_text}
          width={image.width || SIDE}
          height={image.height || SIDE}
          loading={isFirst ? "eager" : "lazy"}
          fetchPriority={isFirst ? "high" : "auto"}
          decoding="async"
          className="size-full object-contain"
        />
      )}
    </div>
  );
}
