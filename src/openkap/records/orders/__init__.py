"""What a prescriber has ordered for one medicine session, who confirmed it, and the weights it rests on."""
