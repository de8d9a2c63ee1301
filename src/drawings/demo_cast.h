/* demo_cast.h: the demo's characters; each draws itself on the sheet that demo_draw.c gives it. */
#ifndef DRAWINGS_DEMO_CAST_H
#define DRAWINGS_DEMO_CAST_H

#include "drawings/demo_face.h"

/* demo_pets.c: from house and garden */
void draw_fox(struct pen *p);
void draw_cat(struct pen *p);
void draw_dog(struct pen *p);
void draw_bunny(struct pen *p);
void draw_panda(struct pen *p);
void draw_chick(struct pen *p);
void draw_bee(struct pen *p);
void draw_snail(struct pen *p);
/* demo_wild.c: from wood and savanna */
void draw_penguin(struct pen *p);
void draw_owl(struct pen *p);
void draw_lion(struct pen *p);
void draw_giraffe(struct pen *p);
void draw_elephant(struct pen *p);
void draw_frog(struct pen *p);
void draw_hedgehog(struct pen *p);
void draw_bat(struct pen *p);
/* demo_tale.c: from the sea and from tales */
void draw_flamingo(struct pen *p);
void draw_whale(struct pen *p);
void draw_octopus(struct pen *p);
void draw_dino(struct pen *p);
void draw_dragon(struct pen *p);
void draw_unicorn(struct pen *p);
/* demo_food.c: from kitchen and windowsill */
void draw_onigiri(struct pen *p);
void draw_ice_cream(struct pen *p);
void draw_avocado(struct pen *p);
void draw_donut(struct pen *p);
void draw_mushroom(struct pen *p);
void draw_cactus(struct pen *p);
void draw_mug(struct pen *p);
/* demo_beings.c: from elsewhere */
void draw_ghost(struct pen *p);
void draw_robot(struct pen *p);
void draw_cyclops(struct pen *p);
void draw_yeti(struct pen *p);
void draw_alien(struct pen *p);
void draw_slime(struct pen *p);
/* demo_people.c */
void draw_wizard(struct pen *p);
void draw_pirate(struct pen *p);
void draw_astronaut(struct pen *p);
void draw_hero(struct pen *p);
void draw_chef(struct pen *p);

#endif
