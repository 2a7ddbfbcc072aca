from django.dispatch import Signal

# Sent inside the transaction that changed which version of a story is live when.
# Arguments: article.
window_changed = Signal()
