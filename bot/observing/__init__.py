"""What an operator sees: logs, traces and figures, and in none of them what people wrote."""
