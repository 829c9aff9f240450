"""What the browser journeys stand on: the real parts, the server, a person at a browser."""
