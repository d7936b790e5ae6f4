"""The Twilio adapter: signed webhooks in, texts and live-call control out."""
