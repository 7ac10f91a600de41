<?php
/**
 * A theme of the old kind: the loop, the content, a sidebar that asks for the post.
 */

?><!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="utf-8">
<title><?php wp_title( '' ); ?></title>
<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<?php
while ( have_posts() ) :
	the_post();
	?>
	<article <?php post_class(); ?>>
	<?php the_post_thumbnail(); ?>
	<h1><?php the_title(); ?></h1>
	<?php the_content(); ?>
	<?php edit_post_link(); ?>
	</article>
	<?php
endwhile;
wp_footer();
?>
</body>
</html>
