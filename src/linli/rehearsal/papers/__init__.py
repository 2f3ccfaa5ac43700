"""Pictures of made-up papers as they really look: drawn flat, then scanned, photographed or copied."""
