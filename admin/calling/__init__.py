"""The call-back desk: one after the other is called, asked four questions, and the matter is closed or goes on."""
