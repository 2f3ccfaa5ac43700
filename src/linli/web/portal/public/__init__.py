"""What anybody may read: seasons, notice, places, lists, questions; and whether one can apply."""
